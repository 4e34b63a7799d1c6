import { clsx } from 'clsx'

/** A place held for something that is loading. `className` gives the final size of what will stand there. */
export function Skeleton({ className }: { className: string }) {
  return <div aria-hidden="true" className={clsx('animate-breathe rounded-md bg-sunk', className)} />
}
