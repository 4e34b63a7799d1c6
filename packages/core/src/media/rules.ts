import type { FailedMedia, MediaView } from '@kinkeep/contracts/media'
import type { MediaFailureReason, MediaKind, MediaState, MediaVariant } from '@kinkeep/contracts/media-states'
import type { RateLimit } from '../platform/rate-limits.ts'

/** Upload calls of one person, each for up to fifty files: bytes are limited by the circle's quota instead. */
export const uploadCalls: RateLimit = { count: 600, seconds: 60 }

/** Where an object of a photo lies. Made of ids only, so that no name a person typed can lead elsewhere. */
export function mediaKey(circleId: string, mediaId: string, variant: MediaVariant): string {
  return `circles/${circleId}/media/${mediaId}/${fileNames[variant]}`
}

const fileNames: Record<MediaVariant, string> = {
  original: 'original',
  preview: 'preview.jpg',
  thumbnail: 'thumbnail.webp',
  video: 'video.mp4',
}

export const derivedTypes = { preview: 'image/jpeg', thumbnail: 'image/webp', video: 'video/mp4' } as const

/** What may have been made of an original: of a photo nothing that plays, of a video only where it needs that. */
export function derivedKeys(circleId: string, mediaId: string): string[] {
  return (['preview', 'thumbnail', 'video'] as const).map((variant) => mediaKey(circleId, mediaId, variant))
}

export function allKeys(circleId: string, mediaId: string): string[] {
  return [mediaKey(circleId, mediaId, 'original'), ...derivedKeys(circleId, mediaId)]
}

/** Where lies what a player plays: what was made for that, or the original where it plays and tells nothing else. */
export function playedKey(circleId: string, mediaId: string, renditionBytes: number | null): string {
  return mediaKey(circleId, mediaId, renditionBytes === null ? 'original' : 'video')
}

/** Types that a browser may show from the store; any other original is only ever offered as a file. */
export const shownTypes: readonly string[] = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'image/avif',
]

export interface MediaRow {
  id: string
  state: MediaState
  failure: MediaFailureReason | null
  name: string
  width: number | null
  height: number | null
  thumbHash: string | null
  kind: MediaKind
  durationMs: number | null
  version: number
  /** Of what is shown. */
  turned: number
  liveId: string | null
}

export const mediaColumns = [
  'media.id',
  'media.state',
  'media.failure',
  'media.name',
  'media.width',
  'media.height',
  'media.thumbHash',
  'media.kind',
  'media.durationMs',
  'media.version',
  'media.turned',
  'media.liveId',
] as const

export function toMediaView({ id, state, failure, name, ...rest }: MediaRow): MediaView {
  const { width, height, thumbHash, kind, durationMs, version, turned, liveId } = rest
  const shown = { width, height, thumbHash, version, rotation: turned }
  return { id, state, failure, name, ...shown, kind, durationMs, liveId }
}

export function toFailedMedia(
  row: MediaRow & { keepId: string | null; uploadedBy: string | null; createdAt: Date },
): FailedMedia {
  return {
    ...toMediaView(row),
    keepId: row.keepId,
    uploadedBy: row.uploadedBy ?? '',
    createdAt: row.createdAt.toISOString(),
  }
}
