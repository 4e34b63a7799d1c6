import type { MediaVariant } from '@kinkeep/contracts/media-states'

/** Where a photo's bytes are. The server asks who is looking, and sends the browser on to the store. */
export function mediaUrl(circleId: string, mediaId: string, variant: MediaVariant): string {
  return `/media/${circleId}/${mediaId}/${variant}`
}

/** The original under its own name, as a file. */
export function downloadUrl(circleId: string, mediaId: string): string {
  return `${mediaUrl(circleId, mediaId, 'original')}?download=1`
}
