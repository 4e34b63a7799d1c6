import { removeObjects } from '../media/remove-objects.ts'
import type { Tx } from '../platform/db.ts'
import { archivePrefix } from './rules.ts'

/** Takes away what a user had made for them, and what they were bringing in. What came of that stays. */
export async function forgetArchives(tx: Tx, userId: string): Promise<void> {
  const gone = await tx
    .deleteFrom('archives')
    .where('userId', '=', userId)
    .returning(['circleId', 'kind', 'id'])
    .execute()
  await removeObjects(
    tx,
    gone.map(({ circleId, kind, id }) => archivePrefix(circleId, kind, id)),
  )
}
