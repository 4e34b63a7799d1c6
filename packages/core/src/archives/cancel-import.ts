import type { ArchiveView, OneImport } from '@kinkeep/contracts/archives'
import type { CircleScope } from '../circles/access.ts'
import { removeObjects } from '../media/remove-objects.ts'
import type { Deps } from '../platform/deps.ts'
import { notFound } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { archiveColumns, archivePrefix, toArchiveView } from './rules.ts'
import { selectOwn } from './sql.ts'

/**
 * Ends an import that is sent or read: what has been brought in by then stays, and what was sent goes. One that ended
 * stays as it is. Throws NOT_FOUND.
 */
export async function cancelImport(
  deps: Pick<Deps, 'transaction'>,
  scope: CircleScope<'archive.import'>,
  { importId }: OneImport,
): Promise<ArchiveView> {
  const { circleId, userId } = scope
  return deps.transaction(async (tx) => {
    const ended = await tx
      .updateTable('archives')
      .set({
        state: 'failed',
        failure: 'CANCELLED',
        uploadId: null,
        finishedAt: tx.effects.clock.now(),
      })
      .where('circleId', '=', circleId)
      .where('id', '=', importId)
      .where('userId', '=', userId)
      .where('kind', '=', 'import')
      .where('state', 'in', ['sending', 'waiting'])
      .returning(archiveColumns)
      .executeTakeFirst()
    if (ended) {
      await removeObjects(tx, [archivePrefix(circleId, 'import', importId)])
      await publish(tx, circleId, { type: 'archive.changed', archiveId: importId })
      return toArchiveView(ended)
    }
    const found = await selectOwn(tx, circleId, userId, 'import')
      .select(archiveColumns)
      .where('id', '=', importId)
      .executeTakeFirst()
    if (!found) throw notFound()
    return toArchiveView(found)
  })
}
