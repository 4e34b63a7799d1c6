import type { StoredCircleEvent } from '@kinkeep/contracts/events'
import { sql } from 'kysely'
import { eraseMedia } from '../media/erase-media.ts'
import type { Tx } from '../platform/db.ts'

/**
 * Takes these keeps away for good: what is said to them, what they are part of, their media with both halves of Live
 * Photos, and, once this commits, the objects. The circle and the keeps are locked, and the keeps lie in the trash, where
 * nothing counts them. Answers what the circle is to be told beside, last of all.
 */
export async function eraseKeeps(
  tx: Tx,
  circleId: string,
  keepIds: readonly string[],
): Promise<StoredCircleEvent[]> {
  const media = await tx
    .selectFrom('media')
    .select('id')
    .where('circleId', '=', circleId)
    .where(sql<boolean>`keep_id = any(${keepIds}::uuid[])`)
    .execute()
  const events = await eraseMedia(
    tx,
    circleId,
    media.map(({ id }) => id),
  )
  const gone = await tx
    .deleteFrom('keeps')
    .where('circleId', '=', circleId)
    .where(sql<boolean>`id = any(${keepIds}::uuid[])`)
    .returning('activityId')
    .execute()
  // An entry that tells of keeps being added, and of which none is left.
  const told = [...new Set(gone.flatMap(({ activityId }) => activityId ?? []))]
  await sql`
    delete from activities where circle_id = ${circleId} and kind = 'keeps.added' and id = any(${told}::uuid[])
      and not exists (
        select from keeps where keeps.circle_id = ${circleId} and keeps.activity_id = activities.id
      )
  `.execute(tx)
  return events
}
