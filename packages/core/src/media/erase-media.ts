import type { StoredCircleEvent } from '@kinkeep/contracts/events'
import { sql } from 'kysely'
import type { Tx } from '../platform/db.ts'
import { removeObjects } from './remove-objects.ts'

/**
 * Takes media of a circle away for good, with the other half of those that are one of a Live Photo: rows now, whatever
 * lies in the store under their names once this commits. The circle is locked, as its bytes are counted. Children and
 * pets whose picture it was have none then: answers what their circle is to be told of them, last of all.
 */
export async function eraseMedia(
  tx: Tx,
  circleId: string,
  mediaIds: readonly string[],
): Promise<StoredCircleEvent[]> {
  if (mediaIds.length === 0) return []
  const { rows } = await sql<{ id: string }>`
    select id from media
    where circle_id = ${circleId} and (
      id = any(${mediaIds}::uuid[]) or live_of_id = any(${mediaIds}::uuid[]) or live_id = any(${mediaIds}::uuid[])
    )
    order by id for update
  `.execute(tx)
  const ids = rows.map(({ id }) => id)
  const children = await facesOf(tx, 'children', circleId, ids)
  const pets = await facesOf(tx, 'pets', circleId, ids)
  await tx
    .deleteFrom('media')
    .where('circleId', '=', circleId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute()
  await removeObjects(
    tx,
    ids.map((id) => `circles/${circleId}/media/${id}/`),
  )
  return [
    ...children.map((childId) => ({ type: 'child.changed' as const, childId })),
    ...pets.map((petId) => ({ type: 'pet.changed' as const, petId })),
  ]
}

async function facesOf(
  tx: Tx,
  table: 'children' | 'pets',
  circleId: string,
  mediaIds: readonly string[],
): Promise<string[]> {
  const shown = await tx
    .selectFrom(table)
    .select('id')
    .where('circleId', '=', circleId)
    .where(sql<boolean>`avatar_media_id = any(${mediaIds}::uuid[])`)
    .execute()
  return shown.map(({ id }) => id)
}
