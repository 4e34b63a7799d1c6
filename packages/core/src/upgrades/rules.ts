import { type ConsentKind, type ConsentPaperType, consentPaperTypes } from '@kinkeep/contracts/consent'
import type { Language } from '@kinkeep/contracts/languages'
import { limits } from '@kinkeep/contracts/limits'
import type { UpgradeView } from '@kinkeep/contracts/upgrades'
import { addSeconds, type Clock, secondsPerDay } from '../platform/clock.ts'
import { DomainError } from '../platform/errors.ts'
import type { RateLimit } from '../platform/rate-limits.ts'

/** Mails to young adults in one person's name: for all the children of a large family, and again. */
export const upgradeMails: RateLimit = { count: 30, seconds: secondsPerDay }

/** Of these to one address. */
export const upgradeMailsToOne: RateLimit = { count: 5, seconds: secondsPerDay }

export const upgradeRevocations: RateLimit = { count: 30, seconds: secondsPerDay }

/** Signed forms that one person sends. */
export const consentPapers: RateLimit = { count: 20, seconds: 60 * 60 }

/** Days after its end for which the address of a request is kept; who did what, and when, stays. */
export const endedUpgradeDays = 90

/** Until when a link works whose mail leaves now. */
export function upgradeExpiry(clock: Clock): Date {
  return addSeconds(clock.now(), limits.upgradeDays * secondsPerDay)
}

/** Everything of one request lies under this. Ids only. */
export function upgradePrefix(circleId: string, upgradeId: string): string {
  return `circles/${circleId}/upgrades/${upgradeId}/`
}

export function paperKey(circleId: string, upgradeId: string): string {
  return `${upgradePrefix(circleId, upgradeId)}paper`
}

export interface UpgradeRow {
  id: string
  childId: string
  status: 'pending' | 'revoked' | 'completed'
  email: string | null
  consentKind: ConsentKind
  consentVersion: number
  consentLanguage: Language
  guardianName: string | null
  witnessName: string | null
  consentedAt: Date
  paperBytes: number | null
  createdAt: Date
  expiresAt: Date
  endedAt: Date | null
  requesterName: string | null
}

export function toUpgradeView(row: UpgradeRow, clock: Clock): UpgradeView {
  const { id, childId, email, guardianName, witnessName, paperBytes } = row
  return {
    ...{ id, childId, email },
    state: row.status === 'pending' && row.expiresAt <= clock.now() ? 'expired' : row.status,
    consent: {
      kind: row.consentKind,
      version: row.consentVersion,
      language: row.consentLanguage,
      ...{ guardianName, witnessName },
      at: row.consentedAt.toISOString(),
      paperBytes,
    },
    requestedBy: row.requesterName,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  }
}

/** Throws why a link to an account of one's own does not work any more. */
export function assertOpen({ status, expiresAt }: Pick<UpgradeRow, 'status' | 'expiresAt'>, now: Date): void {
  if (status === 'revoked') throw new DomainError('UPGRADE_REVOKED')
  if (status === 'completed') throw new DomainError('UPGRADE_DONE')
  if (expiresAt <= now) throw new DomainError('UPGRADE_EXPIRED')
}

const fileNames: Record<ConsentPaperType, string> = {
  'application/pdf': 'consent.pdf',
  'image/jpeg': 'consent.jpg',
  'image/png': 'consent.png',
  'image/webp': 'consent.webp',
  'image/heic': 'consent.heic',
}

/** What a signed form is called when it is saved. */
export function paperFileName(type: string): string {
  const known = consentPaperTypes.find((each) => each === type)
  return known ? fileNames[known] : 'consent'
}
