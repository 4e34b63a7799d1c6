import type { DateSource, MediaFailureReason, MediaKind, MediaState } from '@kinkeep/contracts/media-states'
import type { Deps } from '@kinkeep/core/platform/deps'
import type { TestUser } from './new-user.ts'

interface MediaOverrides {
  /** `failed` needs no `failure`: it is DAMAGED then. */
  state?: MediaState
  failure?: MediaFailureReason
  destination?: 'own' | 'attached'
  kind?: MediaKind
  /** Of a video that is ready; two seconds unless told otherwise. */
  durationMs?: number
  contentId?: string
  name?: string
  byteSize?: number
  happenedAt?: string
  happenedOffset?: number | null
  dateSource?: DateSource
}

/** A photo as the worker left it, free to be used in a keep. Only its row: there are no bytes in the store. */
export async function newMedia(
  deps: Deps,
  circle: { id: string },
  uploader: TestUser,
  overrides: MediaOverrides = {},
): Promise<{ id: string }> {
  const { state = 'ready', failure = state === 'failed' ? 'DAMAGED' : null } = overrides
  const now = deps.clock.now()
  const isStored = state !== 'requested'
  const isReady = state === 'ready'
  const isVideo = overrides.kind === 'video'
  return deps.db
    .insertInto('media')
    .values({
      circleId: circle.id,
      id: deps.random.id(),
      uploaderId: uploader.id,
      uploadKey: deps.random.id(),
      destination: overrides.destination ?? 'attached',
      kind: overrides.kind ?? 'photo',
      state,
      failure,
      name: overrides.name ?? 'photo.jpg',
      byteSize: overrides.byteSize ?? 1000,
      contentType: isVideo ? 'video/mp4' : 'image/jpeg',
      mime: isReady ? (isVideo ? 'video/mp4' : 'image/jpeg') : null,
      durationMs: isVideo && isReady ? (overrides.durationMs ?? 2000) : null,
      contentId: overrides.contentId ?? null,
      width: isReady ? 1600 : null,
      height: isReady ? 1200 : null,
      thumbHash: isReady ? '1QcSHQRnh493V4dIh4eXh1h4kJUI' : null,
      happenedAt: overrides.happenedAt ?? '2025-07-14T15:30:00',
      happenedOffset: overrides.happenedOffset ?? null,
      dateSource: overrides.dateSource ?? 'exif',
      createdAt: now,
      completedAt: isStored ? now : null,
      verifiedAt: isStored ? now : null,
      processedAt: isReady || state === 'failed' ? now : null,
      detachedAt: isStored ? now : null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
}
