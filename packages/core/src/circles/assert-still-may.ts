import { can, type MemberRole } from '@kinkeep/contracts/roles'
import type { Tx } from '../platform/db.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import type { CircleScope } from './access.ts'
import { lockRoles } from './lock-roles.ts'

/**
 * Locks the circle, and asks again there whether the caller may still do what their scope says: their role may have
 * changed since. Answers the role they have now. Throws NotFound for somebody who is not in it any more, and ROLE_TOO_LOW.
 */
export async function assertStillMay(
  tx: Tx,
  { circleId, userId, permission }: CircleScope,
): Promise<MemberRole> {
  const role = (await lockRoles(tx, circleId, [userId])).get(userId)
  if (!role) throw notFound()
  if (!can(role, permission)) throw new DomainError('ROLE_TOO_LOW')
  return role
}
