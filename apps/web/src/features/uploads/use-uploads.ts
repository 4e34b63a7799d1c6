import { useSyncExternalStore } from 'react'
import type { UploadItem } from './upload-item.ts'
import type { UploadsView } from './upload-list.ts'
import { subscribeToUploads, uploadsView } from './uploads.ts'

/** The upload queue as it is now. */
export function useUploads(): UploadsView {
  return useSyncExternalStore(subscribeToUploads, uploadsView)
}

/** This browser's own upload of a photo; undefined for photos from elsewhere. */
export function useOwnUpload(mediaId: string): UploadItem | undefined {
  return useSyncExternalStore(subscribeToUploads, () =>
    uploadsView().items.find((item) => item.mediaId === mediaId),
  )
}
