import type { KeepView, OneKeep } from '@kinkeep/contracts/keeps'
import type { CircleScope } from '../circles/access.ts'
import { lockCircle } from '../circles/lock-circle.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { publish } from '../platform/events.ts'
import { getKeepForWrite, getKeepView } from './queries.ts'
import { countKeep } from './sql.ts'

/** Takes a keep out of the trash, back to its day. One that is not there stays as it is. Throws NotFound, ROLE_TOO_LOW. */
export async function restoreKeep(
  deps: Pick<Deps, 'transaction'>,
  scope: CircleScope<'keep.restore'>,
  input: OneKeep,
): Promise<KeepView> {
  return deps.transaction(async (tx) => {
    // Before the keep, as whoever deletes keeps for good holds them.
    await lockCircle(tx, scope.circleId)
    const keep = await getKeepForWrite(tx, scope, input.keepId)
    if (!keep.trashedAt) return getKeepView(tx, scope, keep.id)
    await tx
      .updateTable('keeps')
      .set({ trashedAt: null })
      .where('circleId', '=', scope.circleId)
      .where('id', '=', keep.id)
      .execute()
    await countKeep(tx, scope.circleId, keep, 1)
    const view = await getKeepView(tx, scope, keep.id)
    await audit(tx, scope.actor, { action: 'keep.restored', circleId: scope.circleId, subjectId: keep.id })
    await publish(tx, scope.circleId, { type: 'keep.changed', keepId: keep.id })
    return view
  })
}
