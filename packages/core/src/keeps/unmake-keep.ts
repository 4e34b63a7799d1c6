import type { Tx } from '../platform/db.ts'
import { publish } from '../platform/events.ts'
import { type CountedKeep, countKeep } from './sql.ts'

/** Takes a keep away as if it had never been: neither counted nor in the trash. Its media are elsewhere already. */
export async function unmakeKeep(
  tx: Tx,
  circleId: string,
  keep: CountedKeep & { id: string },
): Promise<void> {
  await tx.deleteFrom('keeps').where('circleId', '=', circleId).where('id', '=', keep.id).execute()
  await countKeep(tx, circleId, keep, -1)
  await publish(tx, circleId, { type: 'keep.changed', keepId: keep.id })
}
