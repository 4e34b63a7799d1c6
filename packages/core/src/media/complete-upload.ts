import { limits } from '@kinkeep/contracts/limits'
import type { CompleteUpload } from '@kinkeep/contracts/media'
import type { MediaState } from '@kinkeep/contracts/media-states'
import { sql } from 'kysely'
import type { CircleScope } from '../circles/access.ts'
import { insertKeep } from '../keeps/insert-keep.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { enqueueProcessing } from './jobs.ts'
import { mediaKey, uploadCalls } from './rules.ts'
import { selectVisibleMedia } from './sql.ts'

interface Completed {
  mediaId: string
  state: MediaState
  keepId: string | null
}

/**
 * Takes note that the bytes are in the store: checked there, never believed. From here on the photo is safe;
 * a photo with a keep of its own appears in the timeline at once. Asking again answers the same.
 * Throws NotFound for anybody but the uploader, and for what has since become only the admins' to see, UPLOAD_MISSING, UPLOAD_INCOMPLETE, CIRCLE_FULL.
 */
export async function completeUpload(
  deps: Pick<Deps, 'db' | 'transaction' | 'clock' | 'random' | 'storage' | 'limits'>,
  scope: CircleScope<'media.upload'>,
  { mediaId }: CompleteUpload,
): Promise<Completed> {
  deps.limits.takeLoosely(`upload:${scope.userId}`, uploadCalls)
  const media = await selectVisibleMedia(deps.db, scope)
    .select(['media.state', 'media.keepId', 'media.byteSize'])
    .where('media.id', '=', mediaId)
    .where('media.uploaderId', '=', scope.userId)
    .executeTakeFirst()
  if (!media) throw notFound()
  if (media.state !== 'requested') return { mediaId, state: media.state, keepId: media.keepId }

  const storedSize = await deps.storage.sizeOf(mediaKey(scope.circleId, mediaId, 'original'))
  if (storedSize === undefined) throw new DomainError('UPLOAD_MISSING')
  if (storedSize !== media.byteSize) throw new DomainError('UPLOAD_INCOMPLETE')
  return deps.transaction((tx) => accept(deps, tx, scope, mediaId))
}

async function accept(
  deps: Pick<Deps, 'random'>,
  tx: Tx,
  scope: CircleScope,
  mediaId: string,
): Promise<Completed> {
  const { circleId } = scope
  const now = tx.effects.clock.now()
  const media = await tx
    .selectFrom('media')
    .select(['state', 'keepId', 'byteSize', 'destination', 'happenedAt', 'happenedOffset', 'dateSource'])
    .where('circleId', '=', circleId)
    .where('id', '=', mediaId)
    .forUpdate()
    .executeTakeFirst()
  if (!media) throw notFound()
  if (media.state !== 'requested') return { mediaId, state: media.state, keepId: media.keepId }

  const keepId = media.destination === 'own' ? deps.random.id() : null
  if (keepId) {
    const { happenedAt, happenedOffset, dateSource } = media
    await insertKeep(tx, scope, { id: keepId, kind: 'media', happenedAt, happenedOffset, dateSource })
  }
  await tx
    .updateTable('media')
    .set({ state: 'processing', completedAt: now, keepId, detachedAt: keepId ? null : now })
    .where('circleId', '=', circleId)
    .where('id', '=', mediaId)
    .execute()
  await assertRoom(tx, circleId)
  await enqueueProcessing(tx, { circleId, mediaId, since: now })
  await publish(tx, circleId, { type: 'media.changed', mediaId, keepId })
  return { mediaId, state: 'processing', keepId }
}

/** The photo is counted by now, which holds the circle: of two that fit only alone, one is refused. */
async function assertRoom(tx: Tx, circleId: string): Promise<void> {
  const full = await tx
    .selectFrom('circles')
    .select('id')
    .where('id', '=', circleId)
    .where(sql<boolean>`stored_bytes > coalesce(quota_bytes, ${limits.circleBytes})`)
    .executeTakeFirst()
  if (full) throw new DomainError('CIRCLE_FULL')
}
