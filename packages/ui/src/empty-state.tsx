import type { ReactNode } from 'react'

export interface EmptyStateProps {
  /** A drawing or a large icon; decoration. */
  picture?: ReactNode
  title: string
  text: string
  /** The way on, or the way out. */
  action?: ReactNode
  /** 1 where it is the page's only heading. */
  level?: 1 | 2
}

/** What stands where there is nothing yet, or where something went wrong: what it is, and what to do now. */
export function EmptyState({ picture, title, text, action, level = 2 }: EmptyStateProps) {
  const Heading = level === 1 ? 'h1' : 'h2'
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-4 py-12 text-center">
      {picture && (
        <div aria-hidden="true" className="mb-6 text-accent">
          {picture}
        </div>
      )}
      <Heading className="text-xl">{title}</Heading>
      <p className="mt-2 text-muted">{text}</p>
      {action && <div className="mt-7 flex flex-wrap justify-center gap-3">{action}</div>}
    </div>
  )
}
