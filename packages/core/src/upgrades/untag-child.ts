import type { UntagChild } from '@kinkeep/contracts/upgrades'
import { sql } from 'kysely'
import { lockChild } from '../children/lock-child.ts'
import type { CircleScope } from '../circles/access.ts'
import { requireVisibleKeep } from '../keeps/require-visible-keep.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'

/**
 * Takes the mark of a grown child off a keep, at their own wish, whoever wrote it. The keep stays as it is. Throws
 * NotFound, ROLE_TOO_LOW for anybody but the grown child.
 */
export async function untagChild(
  deps: Pick<Deps, 'transaction'>,
  scope: CircleScope<'child.update'>,
  { childId, keepId }: UntagChild,
): Promise<void> {
  const { circleId } = scope
  await deps.transaction(async (tx) => {
    const keep = await requireVisibleKeep(tx, scope, keepId)
    const child = await lockChild(tx, circleId, childId)
    if (child.userId !== scope.userId) throw new DomainError('ROLE_TOO_LOW')
    await tx
      .updateTable('keeps')
      .set({ childIds: sql`array_remove(child_ids, ${childId}::uuid)` })
      .where('circleId', '=', circleId)
      .where('id', '=', keep.id)
      .execute()
    await audit(tx, scope.actor, { action: 'keep.updated', circleId, subjectId: keep.id })
    await publish(tx, circleId, { type: 'keep.changed', keepId: keep.id })
  })
}
