import { kindOfType } from '@kinkeep/contracts/claimed-files'
import type { MediaType } from '@kinkeep/contracts/media-states'
import { lockCircle } from '../circles/lock-circle.ts'
import { settleKeepDate } from '../keeps/settle-keep-date.ts'
import { wallClockIn } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import { publish } from '../platform/events.ts'
import type { Place } from '../platform/images/place.ts'
import type { TakenDate } from '../platform/images/taken-date.ts'

/** What was read of a photo or a video. */
export interface ReadMedia {
  mime: MediaType
  sha256: string
  width: number
  height: number
  thumbHash: string
  /** null of a photo. */
  durationMs: number | null
  taken: TakenDate | null
  /** An instant by the camera's clock or in the file's name, where that tells no wall clock. */
  recordedAt: string | null
  place: Place | null
  contentId: string | null
  /** Of all that was made of it. */
  derivedBytes: number
  renditionBytes: number | null
}

/** Writes down what was read of a photo or video that still waits: it is ready, and its keep has its date. */
export async function finishMedia(
  tx: Tx,
  { circleId, mediaId }: { circleId: string; mediaId: string },
  read: ReadMedia,
): Promise<void> {
  const before = await lockWithKeep(tx, circleId, mediaId)
  if (!before) return
  const date = dateOf(read, before)
  await tx
    .updateTable('media')
    .set({
      state: 'ready',
      failure: null,
      kind: kindOfType(read.mime),
      mime: read.mime,
      sha256: Buffer.from(read.sha256, 'hex'),
      width: read.width,
      height: read.height,
      thumbHash: read.thumbHash,
      // As the file says; a person's turn is made after it.
      turned: 0,
      durationMs: read.durationMs,
      latitude: read.place?.latitude ?? null,
      longitude: read.place?.longitude ?? null,
      contentId: read.contentId,
      derivedBytes: read.derivedBytes,
      renditionBytes: read.renditionBytes,
      processedAt: tx.effects.clock.now(),
      ...date,
    })
    .where('circleId', '=', circleId)
    .where('id', '=', mediaId)
    .execute()
  if (before.keepId && date) await settleKeepDate(tx, circleId, before.keepId)
  await publish(tx, circleId, { type: 'media.changed', mediaId, keepId: before.keepId })
}

/**
 * The circle, whose bytes are counted, before the keep, and that before its media, as those who delete them lock them,
 * so that neither can wait for the other.
 */
async function lockWithKeep(tx: Tx, circleId: string, mediaId: string) {
  await lockCircle(tx, circleId)
  await tx
    .selectFrom('keeps')
    .innerJoin('media', (join) =>
      join.onRef('media.circleId', '=', 'keeps.circleId').onRef('media.keepId', '=', 'keeps.id'),
    )
    .select('keeps.id')
    .where('media.circleId', '=', circleId)
    .where('media.id', '=', mediaId)
    .forUpdate('keeps')
    .execute()
  return tx
    .selectFrom('media')
    .leftJoin('users', 'users.id', 'media.uploaderId')
    .select(['media.keepId', 'media.dateSource', 'media.happenedOffset', 'users.timeZone'])
    .where('media.circleId', '=', circleId)
    .where('media.id', '=', mediaId)
    .where('media.state', '=', 'processing')
    .forUpdate('media')
    .executeTakeFirst()
}

/**
 * A wall clock that the file tells. Else an instant, by the clock on the wall of whoever sent it: nearer than the
 * file's own time or the day it was posted, and as doubtful.
 */
function dateOf(
  { taken, recordedAt }: ReadMedia,
  before: { dateSource: string; happenedOffset: number | null; timeZone: string | null },
) {
  // Read once more, a file does not take back what somebody said.
  if (before.dateSource === 'person') return undefined
  if (taken) {
    return { happenedAt: taken.at, happenedOffset: taken.offsetMinutes, dateSource: taken.source }
  }
  const isGuess = before.dateSource === 'fileTime' || before.dateSource === 'posted'
  if (!recordedAt || !isGuess || !before.timeZone) return undefined
  return { ...wallClockIn(before.timeZone, new Date(recordedAt)), dateSource: 'fileTime' as const }
}
