import type { ReactNode } from 'react'

/** A sheet of paper on the page. */
export function Card({ children }: { children: ReactNode }) {
  return <div className="rounded-lg border border-line bg-surface p-5 sm:p-6">{children}</div>
}
