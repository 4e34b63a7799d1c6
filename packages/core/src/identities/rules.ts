import type { IdentityView } from '@kinkeep/contracts/identities'
import type { IdentityProviderId } from '@kinkeep/contracts/identity-providers'
import { limits } from '@kinkeep/contracts/limits'
import { addSeconds, type Clock } from '../platform/clock.ts'
import type { RateLimit } from '../platform/rate-limits.ts'

/** Journeys to providers that one address may begin or end. */
export const journeysPerAddress: RateLimit = { count: 30, seconds: 60 }

/** Minutes that somebody may take to sign in elsewhere and to decide what to do with it. */
const flowMinutes = 10

export function flowExpiry(clock: Clock): Date {
  return addSeconds(clock.now(), flowMinutes * 60)
}

/** A proof that is not older than this serves sensitive acts. */
export function freshSince(clock: Clock): Date {
  return addSeconds(clock.now(), -limits.freshMinutes * 60)
}

/**
 * A path of ours, or null: what a link says is not to be trusted. `//host` and `/\host` name another site.
 * https://cheatsheetseries.owasp.org/cheatsheets/Unvalidated_Redirects_and_Forwards_Cheat_Sheet.html
 */
export function safeReturnPath(path: string | undefined): string | null {
  if (!path?.startsWith('/') || path.length > 1000) return null
  const base = 'https://kinkeep.invalid'
  if (!URL.canParse(path, base)) return null
  const url = new URL(path, base)
  if (url.origin !== base || url.pathname.startsWith('//')) return null
  return url.pathname + url.search + url.hash
}

/** Where a sealed verifier belongs. */
export function secretsContext(flowId: string): string {
  return `provider_flows.secrets_sealed:${flowId}`
}

/** What the provider says fits into what is kept: it is shown, and never trusted. */
export function clip(text: string | null, length: number): string | null {
  const line = text?.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
  return line ? line.slice(0, length) : null
}

export function toIdentityView(row: {
  id: string
  provider: IdentityProviderId
  label: string | null
  createdAt: Date
  usedAt: Date
}): IdentityView {
  const { id, provider, label, createdAt, usedAt } = row
  return { id, provider, label, createdAt: createdAt.toISOString(), usedAt: usedAt.toISOString() }
}
