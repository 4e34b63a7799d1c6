import { useEffect, useRef } from 'react'
import { isDelivered, type UploadItem } from '../uploads/upload-item.ts'
import { readDraft, storeDraft } from './stored-draft.ts'

/** Writes what has arrived into the drafts that wait for it, as the list of uploads forgets it, open or not. */
export function useDraftArrivals(userId: string, items: readonly UploadItem[]): void {
  const noted = useRef(new Set<string>())
  useEffect(() => {
    for (const item of items) {
      const { circleId, uploadKey, mediaId } = item
      if (item.keep !== 'attached' || mediaId === null || !isDelivered(item)) continue
      if (noted.current.has(uploadKey)) continue
      noted.current.add(uploadKey)
      const place = { userId, circleId }
      const draft = readDraft(place, 'media')
      if (!draft.photos.some((photo) => photo.uploadKey === uploadKey && photo.mediaId === null)) continue
      const photos = draft.photos.map((photo) =>
        photo.uploadKey === uploadKey ? { ...photo, mediaId } : photo,
      )
      storeDraft(place, { ...draft, photos })
    }
  }, [userId, items])
}
