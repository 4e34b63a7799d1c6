import { safePath } from '../../lib/safe-path.ts'

const storageKey = 'kinkeep.return-to'
/** As long as a confirmation link works. */
const keptFor = 24 * 60 * 60 * 1000

/** Keeps where somebody wanted to go while they look into their mail, possibly in another tab. */
export function keepReturnPath(path: string, now: number): void {
  localStorage.setItem(storageKey, JSON.stringify({ path, until: now + keptFor }))
}

/** Where to go after confirming, once; the start page when nothing was kept. */
export function takeReturnPath(now: number): string {
  const stored = localStorage.getItem(storageKey)
  localStorage.removeItem(storageKey)
  if (stored === null) return '/'
  const kept: unknown = JSON.parse(stored)
  if (typeof kept !== 'object' || kept === null || !('path' in kept) || !('until' in kept)) return '/'
  return typeof kept.until === 'number' && kept.until > now ? (safePath(kept.path) ?? '/') : '/'
}
