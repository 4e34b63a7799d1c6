import type { DeleteKeepForever } from '@kinkeep/contracts/trash'
import type { CircleScope } from '../circles/access.ts'
import { lockCircle } from '../circles/lock-circle.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { eraseKeeps } from './erase-keeps.ts'
import { getKeepForWrite } from './queries.ts'

/**
 * Deletes a keep for good out of the trash, where members find their own and admins everybody's. Of this and somebody
 * who takes it out at the same time one is told that the other was quicker. Throws NotFound, ROLE_TOO_LOW, NOT_IN_TRASH.
 */
export async function deleteKeepForever(
  deps: Pick<Deps, 'transaction'>,
  scope: CircleScope<'keep.deleteForever'>,
  { keepId }: DeleteKeepForever,
): Promise<void> {
  const { circleId } = scope
  await deps.transaction(async (tx) => {
    await lockCircle(tx, circleId)
    const keep = await getKeepForWrite(tx, scope, keepId)
    if (!keep.trashedAt) throw new DomainError('NOT_IN_TRASH')
    const events = await eraseKeeps(tx, circleId, [keep.id])
    await audit(tx, scope.actor, { action: 'keep.deletedForever', circleId, subjectId: keep.id })
    await publish(tx, circleId, { type: 'keep.changed', keepId: keep.id })
    for (const event of events) await publish(tx, circleId, event)
  })
}
