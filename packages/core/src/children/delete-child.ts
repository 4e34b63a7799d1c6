import type { OneChild } from '@kinkeep/contracts/children'
import type { CircleScope } from '../circles/access.ts'
import { lockRoles } from '../circles/lock-roles.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { lockChild } from './lock-child.ts'
import { removeChild } from './remove-child.ts'
import { whyNotDelete } from './rules.ts'
import { lockKeepsWith } from './sql.ts'

/**
 * Takes a child's profile and growth away, and its name from the keeps that show it, which stay. Owners and admins
 * delete every child that is not grown; a grown one deletes their own. Throws NotFound, ROLE_TOO_LOW, CHILD_IS_GROWN.
 */
export async function deleteChild(
  deps: Pick<Deps, 'transaction'>,
  scope: CircleScope<'child.delete'>,
  { childId }: OneChild,
): Promise<void> {
  const { circleId, userId } = scope
  await deps.transaction(async (tx) => {
    const role = (await lockRoles(tx, circleId, [userId])).get(userId)
    if (!role) throw notFound()
    await lockKeepsWith(tx, circleId, childId)
    const child = await lockChild(tx, circleId, childId)
    const refusal = whyNotDelete({ role, userId }, child)
    if (refusal) throw new DomainError(refusal)
    await removeChild(tx, circleId, childId)
    await audit(tx, scope.actor, { action: 'child.deleted', circleId, subjectId: childId })
    await publish(tx, circleId, { type: 'child.changed', childId })
    await publish(tx, circleId, { type: 'keeps.changed' })
  })
}
