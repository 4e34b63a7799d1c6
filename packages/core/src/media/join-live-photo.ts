import { sql } from 'kysely'
import { lockCircle } from '../circles/lock-circle.ts'
import { settleKeepDate } from '../keeps/settle-keep-date.ts'
import { unmakeKeep } from '../keeps/unmake-keep.ts'
import type { Tx } from '../platform/db.ts'
import { publish } from '../platform/events.ts'
import { findLiveHalves, type LiveHalves } from './live-sql.ts'

/**
 * Makes one Live Photo of its two halves. A keep that the video had for itself goes, as if it had never been: neither
 * counted nor told of. Does nothing when they have become two again meanwhile.
 */
export async function joinLivePhoto(tx: Tx, circleId: string, halves: LiveHalves): Promise<void> {
  const { photoId, videoId } = halves
  await lockCircle(tx, circleId)
  const keeps = await tx
    .selectFrom('keeps')
    .select(['id', 'happenedAt', 'visibility'])
    .where('circleId', '=', circleId)
    .where(
      sql<boolean>`id in (select keep_id from media where circle_id = ${circleId} and id in (${photoId}, ${videoId}))`,
    )
    .orderBy('id')
    .forUpdate()
    .execute()
  const media = await tx
    .selectFrom('media')
    .select(['id', 'keepId', 'position'])
    .where('circleId', '=', circleId)
    .where('id', 'in', [photoId, videoId])
    .orderBy('id')
    .forUpdate()
    .execute()
  const still = await findLiveHalves(tx, { circleId, mediaId: photoId })
  const photo = media.find(({ id }) => id === photoId)
  const video = media.find(({ id }) => id === videoId)
  if (!photo || !video || still?.videoId !== videoId) return

  const { keepId, position } = photo
  await tx
    .updateTable('media')
    .set({ liveOfId: photoId, keepId, position })
    .set(keepId ? { detachedAt: null } : {})
    .where('circleId', '=', circleId)
    .where('id', '=', videoId)
    .execute()
  await tx
    .updateTable('media')
    .set({ liveId: videoId })
    .where('circleId', '=', circleId)
    .where('id', '=', photoId)
    .execute()
  const empty = keeps.find(({ id }) => id === video.keepId && id !== keepId)
  if (empty) await unmakeKeep(tx, circleId, empty)
  if (keepId) await settleKeepDate(tx, circleId, keepId)
  await publish(tx, circleId, { type: 'media.changed', mediaId: photoId, keepId })
}
