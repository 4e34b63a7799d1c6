import type { MediaView } from '@kinkeep/contracts/media'
import type { MediaVariant } from '@kinkeep/contracts/media-states'

/** A photo or video to be shown. What was made of it anew has another version, and with it another address. */
export type ShownMedia = Pick<MediaView, 'id'> & Partial<Pick<MediaView, 'version'>>

/** Where an item's bytes are. The server asks who is looking, and sends the browser on to the store. */
export function mediaUrl(circleId: string, { id, version = 1 }: ShownMedia, variant: MediaVariant): string {
  const isFirst = version === 1 || variant === 'original'
  return `/media/${circleId}/${id}/${variant}${isFirst ? '' : `?v=${version}`}`
}

/** The original under its own name, as a file. */
export function downloadUrl(circleId: string, mediaId: string): string {
  return `${mediaUrl(circleId, { id: mediaId }, 'original')}?download=1`
}
