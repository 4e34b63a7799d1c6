import { useEffect } from 'react'
import type { UploadItem } from '../uploads/upload-item.ts'
import { withArrived } from './draft.ts'
import { readDraft, storeDraft } from './stored-draft.ts'

/** Writes what has arrived into the drafts that wait for it, as the list of uploads forgets it, open or not. */
export function useDraftArrivals(userId: string, items: readonly UploadItem[]): void {
  useEffect(() => {
    const attached = items.filter(({ keep, mediaId }) => keep === 'attached' && mediaId !== null)
    for (const circleId of new Set(attached.map((item) => item.circleId))) {
      const draft = readDraft({ userId, circleId }, 'media')
      const photos = withArrived(draft.photos, attached)
      if (photos !== draft.photos) storeDraft({ userId, circleId }, { ...draft, photos })
    }
  }, [userId, items])
}
