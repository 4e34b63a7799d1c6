import { can } from '@kinkeep/contracts/roles'
import type { CircleScope } from '../circles/access.ts'
import { lockRoles } from '../circles/lock-roles.ts'
import type { Tx } from '../platform/db.ts'
import { DomainError, notFound } from '../platform/errors.ts'

/** Locks the circle, and asks again there whether the caller may still do this. Throws NotFound, ROLE_TOO_LOW. */
export async function assertStillAdmin(tx: Tx, scope: CircleScope): Promise<void> {
  const role = (await lockRoles(tx, scope.circleId, [scope.userId])).get(scope.userId)
  if (!role) throw notFound()
  if (!can(role, scope.permission)) throw new DomainError('ROLE_TOO_LOW')
}
