import type { InvitationPreview, InvitationView, PendingInvitation } from '@kinkeep/contracts/circles'
import { limits } from '@kinkeep/contracts/limits'
import type { InvitableRole } from '@kinkeep/contracts/roles'
import { addSeconds, type Clock, secondsPerDay } from '../platform/clock.ts'
import { DomainError } from '../platform/errors.ts'
import { maskEmail } from '../platform/mask-email.ts'
import type { RateLimit } from '../platform/rate-limits.ts'

/** Invitations are mails to strangers in somebody's name: an evening of inviting fits, a campaign does not. */
export const invitationMails: RateLimit = { count: 50, seconds: secondsPerDay }

/** Of these to one address: a mail may get lost, but nobody is to be pestered, from however many circles. */
export const invitationMailsToOne: RateLimit = { count: 5, seconds: secondsPerDay }

/** Links that one person makes: one for each side of a large family, and again when one was lost. */
export const invitationLinks: RateLimit = { count: 50, seconds: secondsPerDay }

/** Days for which an invitation that ended is told of; then it goes, and the address in it. */
export const endedInvitationDays = 90

/** Until when an invitation by mail works that leaves now. */
export function mailedExpiry(clock: Clock): Date {
  return addSeconds(clock.now(), limits.invitationDays * secondsPerDay)
}

export interface InvitationRow {
  id: string
  circleId: string
  kind: 'email' | 'link'
  /** null of a link, which is sent to nobody in particular. */
  email: string | null
  maxUses: number | null
  useCount: number
  role: InvitableRole
  status: 'pending' | 'accepted' | 'declined' | 'cancelled'
  createdAt: Date
  expiresAt: Date
  respondedAt: Date | null
  circleName: string
  /** null when the inviter's account is gone. */
  inviterName: string | null
}

export function toInvitationView(row: InvitationRow, clock: Clock): InvitationView {
  return {
    id: row.id,
    kind: row.kind,
    email: row.email,
    maxUses: row.maxUses,
    useCount: row.useCount,
    role: row.role,
    state: row.status === 'pending' && row.expiresAt <= clock.now() ? 'expired' : row.status,
    invitedBy: row.inviterName ?? '',
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    endedAt: row.respondedAt?.toISOString() ?? null,
  }
}

export function toPendingInvitation(row: InvitationRow): PendingInvitation {
  return {
    id: row.id,
    circleName: row.circleName,
    invitedBy: row.inviterName ?? '',
    role: row.role,
    expiresAt: row.expiresAt.toISOString(),
  }
}

/** All that the holder of a link may learn. */
export function toInvitationPreview(row: InvitationRow, alreadyIn: string | null): InvitationPreview {
  return {
    circleName: row.circleName,
    invitedBy: row.inviterName ?? '',
    role: row.role,
    maskedEmail: row.email === null ? null : maskEmail(row.email),
    expiresAt: row.expiresAt.toISOString(),
    alreadyIn,
  }
}

/** Throws why an invitation can no longer be answered. */
export function assertOpen(invitation: Pick<InvitationRow, 'status' | 'expiresAt'>, clock: Clock): void {
  assertUnanswered(invitation)
  if (invitation.expiresAt <= clock.now()) throw new DomainError('INVITATION_EXPIRED')
}

/** Throws how an invitation ended, but for its time, which can be given anew. */
export function assertUnanswered({ status }: Pick<InvitationRow, 'status'>): void {
  if (status === 'cancelled') throw new DomainError('INVITATION_CANCELLED')
  if (status === 'declined') throw new DomainError('INVITATION_DECLINED')
  if (status !== 'pending') throw new DomainError('INVITATION_USED')
}
