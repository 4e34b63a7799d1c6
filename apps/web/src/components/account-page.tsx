import { NameMark } from '@kinkeep/ui/name-mark'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from '../lib/i18n/use-translation.ts'
import { ArchesPicture } from './arches-picture.tsx'
import { LanguageSwitch } from './language-switch.tsx'
import { PageTitle } from './page-title.tsx'

export interface AccountPageProps {
  title: string
  /** A sentence or two under the title. */
  lead: ReactNode
  children: ReactNode
  /** The way to the neighbouring page. */
  foot?: ReactNode
}

/** Pages in front of the door: one column to read and fill in, beside it a picture of what is behind. */
export function AccountPage({ title, lead, children, foot }: AccountPageProps) {
  const { t } = useTranslation()
  return (
    <div className="flex min-h-dvh">
      <PageTitle text={title} />
      <div className="flex min-w-0 flex-1 flex-col px-6 pt-5 sm:px-10 sm:pb-8">
        <header className="flex items-center justify-between gap-4 *:last:-mr-3">
          <Link to="/" className="rounded-md">
            <NameMark variant="full" size={36} label={t('app.name')} />
          </Link>
          <LanguageSwitch />
        </header>
        <main
          id="main"
          tabIndex={-1}
          className="mx-auto flex w-full max-w-100 grow flex-col pt-12 pb-10 sm:justify-center"
        >
          <h1 className="text-2xl">{title}</h1>
          <div className="mt-2 mb-7 text-muted">{lead}</div>
          {children}
          {foot && <div className="mt-7 text-muted text-sm">{foot}</div>}
        </main>
        <div className="-mx-6 mt-auto sm:hidden">
          <ArchesPicture />
        </div>
      </div>
      <aside className="hidden flex-1 flex-col justify-between overflow-hidden bg-accent-soft lg:flex">
        <div className="px-14 pt-[14vh]">
          <p className="max-w-md font-semibold font-serif text-3xl tracking-tight">{t('app.tagline')}</p>
          <p className="mt-4 max-w-sm text-muted">{t('app.promise')}</p>
        </div>
        <ArchesPicture />
      </aside>
    </div>
  )
}
