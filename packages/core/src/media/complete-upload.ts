import type { CompleteUpload } from '@kinkeep/contracts/media'
import type { MediaState } from '@kinkeep/contracts/media-states'
import type { CircleScope } from '../circles/access.ts'
import { lockCircle } from '../circles/lock-circle.ts'
import { insertKeep } from '../keeps/insert-keep.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { assembleParts } from './assemble-parts.ts'
import { assertRoom } from './assert-room.ts'
import { findDuplicates } from './find-duplicates.ts'
import { enqueueNextStep } from './jobs.ts'
import { removeObjects } from './remove-objects.ts'
import { mediaKey, uploadCalls } from './rules.ts'
import { selectVisibleMedia } from './sql.ts'

interface Completed {
  mediaId: string
  state: MediaState
  keepId: string | null
  inTrash: boolean
  isDuplicate: boolean
}

/**
 * Takes note that the bytes are in the store: checked there, never believed. From here on the photo is in the circle;
 * a photo with a keep of its own appears in the timeline at once. Asking again answers the same, also when the store
 * made one object of the parts and nobody took note of it. For what is proven to be the same file this one makes way.
 * Throws NotFound for anybody but the uploader and for what has since become only the admins' to see, UPLOAD_MISSING,
 * UPLOAD_INCOMPLETE, CIRCLE_FULL.
 */
export async function completeUpload(
  deps: Pick<Deps, 'db' | 'transaction' | 'clock' | 'random' | 'storage' | 'limits'>,
  scope: CircleScope<'media.upload'>,
  { mediaId, sha256 }: CompleteUpload,
): Promise<Completed> {
  deps.limits.takeLoosely(`upload:${scope.userId}`, uploadCalls)
  const media = await selectVisibleMedia(deps.db, scope)
    .select(['media.state', 'media.keepId', 'media.byteSize', 'media.duplicateOfId'])
    .select(['media.partBytes', 'media.storeUploadId', 'keeps.trashedAt'])
    .where('media.id', '=', mediaId)
    .where('media.uploaderId', '=', scope.userId)
    .executeTakeFirst()
  if (!media) throw notFound()
  if (media.duplicateOfId) return answerTwin(deps.db, scope, media.duplicateOfId)
  const { state, keepId } = media
  if (state !== 'requested') {
    return { mediaId, state, keepId, inTrash: media.trashedAt !== null, isDuplicate: false }
  }

  const key = mediaKey(scope.circleId, mediaId, 'original')
  const { byteSize, partBytes, storeUploadId } = media
  if (partBytes !== null) await assembleParts(deps, { key, byteSize, partBytes, storeUploadId })
  const storedSize = await deps.storage.sizeOf(key)
  if (storedSize === undefined) throw new DomainError('UPLOAD_MISSING')
  if (storedSize !== byteSize) throw new DomainError('UPLOAD_INCOMPLETE')
  return deps.transaction((tx) => accept(deps, tx, scope, mediaId, sha256))
}

async function accept(
  deps: Pick<Deps, 'random'>,
  tx: Tx,
  scope: CircleScope<'media.upload'>,
  mediaId: string,
  sha256: string | undefined,
): Promise<Completed> {
  const { circleId } = scope
  const now = tx.effects.clock.now()
  // Two of the same content that come at once are told apart here.
  await lockCircle(tx, circleId)
  const media = await lockUpload(tx, scope, mediaId)
  if (media.duplicateOfId) return answerTwin(tx, scope, media.duplicateOfId)
  if (media.state !== 'requested') {
    return { mediaId, state: media.state, keepId: media.keepId, inTrash: false, isDuplicate: false }
  }

  const claimed = media.claimedSha256 ?? (sha256 === undefined ? null : Buffer.from(sha256, 'hex'))
  const isTwinWelcome = media.destination === 'attached' || media.allowDuplicate || !claimed
  const twin = isTwinWelcome ? undefined : await findTwin(tx, scope, mediaId, claimed)
  if (twin) return makeWay(tx, scope, mediaId, twin)

  // The store took a whole file only with the hash that it was asked for with; of parts it knows but their own.
  const isProven = claimed === null || (media.partBytes === null && media.claimedSha256 !== null)
  const keepId = media.destination === 'own' ? deps.random.id() : null
  if (keepId) {
    const { happenedAt, happenedOffset, dateSource } = media
    await insertKeep(tx, scope, { id: keepId, kind: 'media', happenedAt, happenedOffset, dateSource })
  }
  await tx
    .updateTable('media')
    .set({ state: 'processing', completedAt: now, keepId, detachedAt: keepId ? null : now })
    .set({ claimedSha256: claimed, verifiedAt: isProven ? now : null, storeUploadId: null })
    .where('circleId', '=', circleId)
    .where('id', '=', mediaId)
    .execute()
  await assertRoom(tx, circleId)
  await enqueueNextStep(tx, {
    circleId,
    mediaId,
    since: now,
    isVerified: isProven,
    isImport: media.isImport,
  })
  await publish(tx, circleId, { type: 'media.changed', mediaId, keepId })
  return { mediaId, state: 'processing', keepId, inTrash: false, isDuplicate: false }
}

/** Holds the row of an upload. */
async function lockUpload(tx: Tx, scope: CircleScope, mediaId: string) {
  const media = await tx
    .selectFrom('media')
    .select(['media.state', 'media.keepId', 'media.destination', 'media.duplicateOfId'])
    .select(['media.happenedAt', 'media.happenedOffset', 'media.dateSource'])
    .select(['media.claimedSha256', 'media.partBytes', 'media.allowDuplicate', 'media.isImport'])
    .where('media.circleId', '=', scope.circleId)
    .where('media.id', '=', mediaId)
    .where('media.uploaderId', '=', scope.userId)
    .forUpdate('media')
    .executeTakeFirst()
  if (!media) throw notFound()
  return media
}

/** The same file on the timeline. What lies in the trash was taken away by somebody, and does not take this away. */
async function findTwin(
  tx: Tx,
  scope: CircleScope<'media.upload'>,
  mediaId: string,
  claimed: Buffer,
): Promise<string | undefined> {
  const asked = { uploadKey: mediaId, sha256: claimed.toString('hex') }
  const [twin] = await findDuplicates(tx, scope, [asked])
  return twin && !twin.inTrash ? twin.mediaId : undefined
}

/** The row stays for a while, to give the same answer to whoever lost it; the bytes go. */
async function makeWay(
  tx: Tx,
  scope: CircleScope<'media.upload'>,
  mediaId: string,
  twinId: string,
): Promise<Completed> {
  const { circleId } = scope
  await tx
    .updateTable('media')
    .set({ duplicateOfId: twinId, storeUploadId: null })
    .where('circleId', '=', circleId)
    .where('id', '=', mediaId)
    .execute()
  await removeObjects(tx, [`circles/${circleId}/media/${mediaId}/`])
  return answerTwin(tx, scope, twinId)
}

/** As far as the caller may still know of it. */
async function answerTwin(
  db: Tx | Deps['db'],
  scope: CircleScope<'media.upload'>,
  mediaId: string,
): Promise<Completed> {
  const twin = await selectVisibleMedia(db, scope)
    .select(['media.state', 'media.keepId', 'keeps.trashedAt'])
    .where('media.id', '=', mediaId)
    .executeTakeFirst()
  if (!twin) throw notFound()
  const { state, keepId, trashedAt } = twin
  return { mediaId, state, keepId, inTrash: trashedAt !== null, isDuplicate: true }
}
