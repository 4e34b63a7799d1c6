import { sql } from 'kysely'
import type { CircleScope } from '../circles/access.ts'
import type { Tx } from '../platform/db.ts'
import { DomainError } from '../platform/errors.ts'
import type { MemoryDate } from './rules.ts'

/**
 * Makes exactly these media, in this order, the media of a keep; what it had beside them is detached and swept
 * later. What moves of a Live Photo goes with its photo, and without it is a video like any other. New ones must be the
 * caller's own, uploaded and free, or MEDIA_NOT_USABLE is thrown. Answers their dates.
 */
export async function attachMedia(
  tx: Tx,
  scope: CircleScope,
  keepId: string,
  mediaIds: readonly string[],
): Promise<MemoryDate[]> {
  await tx
    .updateTable('media')
    .set({ keepId: null, detachedAt: tx.effects.clock.now() })
    .where('circleId', '=', scope.circleId)
    .where('keepId', '=', keepId)
    .where(sql<boolean>`not (coalesce(live_of_id, id) = any(${mediaIds}::uuid[]))`)
    .execute()
  const attached = await sql<MemoryDate>`
    update media set keep_id = ${keepId}, position = wanted.position, detached_at = null
    from unnest(${mediaIds}::uuid[]) with ordinality as wanted (id, position)
    where media.circle_id = ${scope.circleId} and media.id = wanted.id and media.state <> 'requested'
      and (media.keep_id = ${keepId} or (media.keep_id is null and media.uploader_id = ${scope.userId}))
    returning media.happened_at, media.happened_offset, media.date_source
  `.execute(tx)
  await sql`
    with alone as (
      update media set live_of_id = null
      where circle_id = ${scope.circleId} and keep_id = ${keepId}
        and id = any(${mediaIds}::uuid[]) and live_of_id <> all(${mediaIds}::uuid[])
      returning id
    ), left_behind as (
      update media set live_id = null
      where circle_id = ${scope.circleId} and live_id in (select id from alone)
    )
    update media set keep_id = ${keepId}, detached_at = null
    where circle_id = ${scope.circleId} and live_of_id = any(${mediaIds}::uuid[]) and keep_id is distinct from ${keepId}
  `.execute(tx)
  if (attached.rows.length !== mediaIds.length) throw new DomainError('MEDIA_NOT_USABLE')
  return attached.rows
}
