import { type ReactNode, useId } from 'react'

export interface SectionProps {
  title: string
  /** Beside the title: a number, a button. */
  aside?: ReactNode
  lead?: ReactNode
  children: ReactNode
}

/** A part of a page, with a heading that names it. */
export function Section({ title, aside, lead, children }: SectionProps) {
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <div className="flex items-baseline justify-between gap-4">
        <h2 id={id} className="text-lg">
          {title}
        </h2>
        {aside && <div className="text-muted text-sm">{aside}</div>}
      </div>
      {lead && <p className="mt-1 text-muted text-sm">{lead}</p>}
      <div className="mt-4">{children}</div>
    </section>
  )
}
