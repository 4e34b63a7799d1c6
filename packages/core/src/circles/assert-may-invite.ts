import { limits } from '@kinkeep/contracts/limits'
import { type InvitableRole, outranks } from '@kinkeep/contracts/roles'
import type { Tx } from '../platform/db.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import type { CircleScope } from './access.ts'
import { countOpenInvitations } from './invitation-sql.ts'
import { lockRoles } from './lock-roles.ts'

/**
 * Locks the circle, under which invitations are counted and members removed, and asks again what the caller is now.
 * `email` is whom it is for, where it is for one. Throws NotFound, ROLE_TOO_LOW, ALREADY_MEMBER, TOO_MANY_INVITATIONS.
 */
export async function assertMayInvite(
  tx: Tx,
  { circleId, userId }: CircleScope<'invitation.send'>,
  { role, email }: { role: InvitableRole; email: string | null },
): Promise<void> {
  const inviter = (await lockRoles(tx, circleId, [userId])).get(userId)
  if (!inviter) throw notFound()
  if (!outranks(inviter, role)) throw new DomainError('ROLE_TOO_LOW')
  if (email !== null) {
    const member = await tx
      .selectFrom('memberships')
      .innerJoin('users', 'users.id', 'memberships.userId')
      .select('users.id')
      .where('memberships.circleId', '=', circleId)
      .where('users.email', '=', email)
      .executeTakeFirst()
    if (member) throw new DomainError('ALREADY_MEMBER')
  }
  const { count } = await countOpenInvitations(tx, circleId, email).executeTakeFirstOrThrow()
  if (count >= limits.pendingInvitationsPerCircle) throw new DomainError('TOO_MANY_INVITATIONS')
}
