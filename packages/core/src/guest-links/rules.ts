import type { GuestLinkView } from '@kinkeep/contracts/guest-links'
import { limits } from '@kinkeep/contracts/limits'
import { addSeconds, secondsPerDay } from '../platform/clock.ts'
import type { RateLimit } from '../platform/rate-limits.ts'
import type { Secrets } from '../platform/secrets.ts'

/** Guest links that one person makes: for every grandparent of a large family, and again when one was lost. */
export const linksPerPerson: RateLimit = { count: 100, seconds: secondsPerDay }

/**
 * What of a PIN is hashed: keyed, for argon2 alone would give six digits away to whoever has the database and an
 * afternoon.
 */
export function keyedPin(secrets: Secrets, linkId: string, pin: string): string {
  return secrets.index(`guest_links.pin_hash:${linkId}`, pin).toString('base64')
}

/** How old the last visit may be before the next is written down, in seconds. */
export const visitSeconds = 60 * 60

/** Until when a browser that was just here is known. */
export function sessionEndAfter(now: Date): Date {
  return addSeconds(now, limits.guestSessionDays * secondsPerDay)
}

export interface GuestLinkRow {
  id: string
  name: string
  hasPin: boolean
  mayDownload: boolean
  /** null when the account is gone. */
  creatorName: string | null
  createdAt: Date
  expiresAt: Date | null
  revokedAt: Date | null
  seenAt: Date | null
  lockedUntil: Date | null
}

export function toGuestLinkView(row: GuestLinkRow): GuestLinkView {
  const { id, name, hasPin, mayDownload } = row
  return {
    id,
    name,
    hasPin,
    mayDownload,
    createdBy: row.creatorName,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    seenAt: row.seenAt?.toISOString() ?? null,
    lockedUntil: row.lockedUntil?.toISOString() ?? null,
  }
}
