import type { KeepView } from '@kinkeep/contracts/keeps'
import type { MediaView } from '@kinkeep/contracts/media'

/** A photo that can be looked at, with the keep it belongs to. */
export interface ViewedPhoto {
  media: MediaView
  keep: KeepView
}

/** All photos of a list of keeps that have a picture to show, in the order of the page. */
export function photosOf(keeps: readonly KeepView[]): ViewedPhoto[] {
  return keeps.flatMap((keep) =>
    keep.media.filter(({ state }) => state === 'ready').map((media) => ({ media, keep })),
  )
}
