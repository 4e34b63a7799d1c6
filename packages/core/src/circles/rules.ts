import type {
  CircleView,
  DeletedCircle,
  InvitationPreview,
  InvitationView,
  MemberView,
  PendingInvitation,
} from '@kinkeep/contracts/circles'
import type { InvitableRole, MemberRole } from '@kinkeep/contracts/roles'
import type { Clock } from '../platform/clock.ts'
import { DomainError } from '../platform/errors.ts'
import type { RateLimit } from '../platform/rate-limits.ts'

/** Invitations are mails to strangers in somebody's name: an evening of inviting fits, a campaign does not. */
export const invitationMails: RateLimit = { count: 50, seconds: 24 * 60 * 60 }

/** Of these to one address: a mail may get lost, but nobody is to be pestered, from however many circles. */
export const invitationMailsToOne: RateLimit = { count: 5, seconds: 24 * 60 * 60 }

export interface CircleRow {
  id: string
  name: string
  description: string | null
  role: MemberRole
  memberCount: number
  keepCount: number
  storedBytes: number
  createdAt: Date
}

export function toCircleView(row: CircleRow): CircleView {
  const { id, name, description, role, memberCount, keepCount, storedBytes } = row
  const createdAt = row.createdAt.toISOString()
  return { id, name, description, role, memberCount, keepCount, storedBytes, createdAt }
}

export function toDeletedCircle(row: {
  id: string
  name: string
  deletionDueAt: Date | null
}): DeletedCircle {
  return { id: row.id, name: row.name, deletionDueAt: row.deletionDueAt?.toISOString() ?? '' }
}

export function toMemberView(row: {
  userId: string
  name: string
  avatarId: string | null
  role: MemberRole
  joinedAt: Date
}): MemberView {
  const { userId, name, avatarId, role } = row
  return { userId, name, avatarId, role, joinedAt: row.joinedAt.toISOString() }
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
  circleName: string
  /** null when the inviter's account is gone. */
  inviterName: string | null
}

export function toInvitationView(row: InvitationRow): InvitationView {
  return {
    id: row.id,
    kind: row.kind,
    email: row.email,
    maxUses: row.maxUses,
    useCount: row.useCount,
    role: row.role,
    invitedBy: row.inviterName ?? '',
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
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
export function toInvitationPreview(row: InvitationRow): InvitationPreview {
  return {
    circleName: row.circleName,
    invitedBy: row.inviterName ?? '',
    role: row.role,
    maskedEmail: row.email === null ? null : maskEmail(row.email),
    expiresAt: row.expiresAt.toISOString(),
  }
}

/** `vera@example.org` becomes `v…@example.org`. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@')
  return `${email.slice(0, 1)}…${email.slice(at)}`
}

/** Throws why an invitation can no longer be answered. */
export function assertOpen(invitation: Pick<InvitationRow, 'status' | 'expiresAt'>, clock: Clock): void {
  if (invitation.status === 'cancelled') throw new DomainError('INVITATION_CANCELLED')
  if (invitation.status !== 'pending') throw new DomainError('INVITATION_USED')
  if (invitation.expiresAt <= clock.now()) throw new DomainError('INVITATION_EXPIRED')
}
