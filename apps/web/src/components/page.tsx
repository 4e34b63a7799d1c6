import type { ReactNode } from 'react'
import { PageTitle } from './page-title.tsx'

export interface PageProps {
  title: string
  lead?: ReactNode
  children: ReactNode
}

/** A page to read and fill in, inside the shell: one column, the title on top. */
export function Page({ title, lead, children }: PageProps) {
  return (
    <main id="main" tabIndex={-1} className="mx-auto w-full max-w-2xl px-4 pt-6 pb-16 sm:px-8 lg:pt-12">
      <PageTitle text={title} />
      <h1 className="text-2xl">{title}</h1>
      {lead && <div className="mt-2 text-muted">{lead}</div>}
      <div className="mt-8 flex flex-col gap-10">{children}</div>
    </main>
  )
}
