import { limits } from '@kinkeep/contracts/limits'
import type { EmptyTrash } from '@kinkeep/contracts/trash'
import type { CircleScope } from '../circles/access.ts'
import { lockCircle } from '../circles/lock-circle.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { publish } from '../platform/events.ts'
import { eraseKeeps } from './erase-keeps.ts'
import { selectTrashedBefore } from './trash-sql.ts'

/**
 * Deletes for good what was in a circle's trash when it was looked at, some at a time, what lies there longest first.
 * Answers how many went and whether there are more. The same again finds less, and does no harm.
 */
export async function emptyTrash(
  deps: Pick<Deps, 'transaction'>,
  scope: CircleScope<'trash.empty'>,
  { seenAt }: EmptyTrash,
): Promise<{ deleted: number; hasMore: boolean }> {
  const { circleId } = scope
  return deps.transaction(async (tx) => {
    await lockCircle(tx, circleId)
    const ids = await selectTrashedBefore(tx, circleId, new Date(seenAt), limits.emptiedAtOnce + 1)
    const erased = ids.slice(0, limits.emptiedAtOnce)
    if (erased.length === 0) return { deleted: 0, hasMore: false }
    const events = await eraseKeeps(tx, circleId, erased)
    await audit(tx, scope.actor, { action: 'trash.emptied', circleId })
    await publish(tx, circleId, { type: 'keeps.changed' })
    for (const event of events) await publish(tx, circleId, event)
    return { deleted: erased.length, hasMore: ids.length > erased.length }
  })
}
