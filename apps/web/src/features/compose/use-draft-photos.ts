import { limits } from '@kinkeep/contracts/limits'
import { useEffect, useState } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { isTrouble, type UploadItem } from '../uploads/upload-item.ts'
import { removeUploads, uploadFiles } from '../uploads/uploads.ts'
import { useUploads } from '../uploads/use-uploads.ts'
import { type Draft, type DraftPhoto, photosOf, withArrived } from './draft.ts'

type ChangePhotos = (to: (photos: DraftPhoto[]) => DraftPhoto[]) => void

/** Milliseconds after which nothing more is heard of a photo that no upload knows: the list of those is read by then. */
const patience = 5000

/** Ties a draft's photos to their uploads: what is added is sent at once, what is taken out is called off. */
export function useDraftPhotos(circleId: string, draft: Draft, change: ChangePhotos) {
  const { t } = useTranslation()
  const { items } = useUploads()
  const uploadOf = (photo: DraftPhoto): UploadItem | undefined =>
    photo.uploadKey === null ? undefined : items.find(({ uploadKey }) => uploadKey === photo.uploadKey)

  useEffect(() => {
    // The draft outlives the queue's memory: what has arrived is written into it.
    if (withArrived(draft.photos, items) !== draft.photos) change((photos) => withArrived(photos, items))
  }, [items, draft.photos, change])

  const isOrphan = draft.photos.some((photo) => photo.mediaId === null && uploadOf(photo) === undefined)
  const [wasOrphan, setWasOrphan] = useState(false)
  useEffect(() => {
    if (!isOrphan) return
    const timer = setTimeout(() => setWasOrphan(true), patience)
    return () => {
      clearTimeout(timer)
      setWasOrphan(false)
    }
  }, [isOrphan])

  const states = draft.photos.flatMap((photo) =>
    photo.mediaId === null ? (uploadOf(photo)?.state ?? []) : [],
  )
  return {
    uploadOf,
    underway: draft.photos.filter(({ mediaId }) => mediaId === null).length,
    isTroubled: states.some(isTrouble) || (isOrphan && wasOrphan),
    /** The circle has one of them already, and it was not said that it is wanted twice. */
    hasTwin: states.includes('duplicate'),
    add: (files: File[]) => {
      const some = files.slice(0, limits.mediaPerKeep - draft.photos.length)
      if (some.length < files.length) {
        showToast({ tone: 'error', text: t('compose.tooManyPhotos', { count: limits.mediaPerKeep }) })
      }
      const keys = uploadFiles(some, { circleId, keep: 'attached' })
      const added = photosOf(some, keys)
      // One that was asked for again goes on in its place.
      change((photos) => {
        const here = new Set(photos.map(({ uploadKey }) => uploadKey))
        return [...photos, ...added.filter(({ uploadKey }) => !here.has(uploadKey))]
      })
    },
    set: (photos: DraftPhoto[]) => {
      const left = new Set(photos.map(({ uploadKey }) => uploadKey))
      const gone = draft.photos.flatMap(({ uploadKey }) => (left.has(uploadKey) ? [] : (uploadKey ?? [])))
      removeUploads(gone)
      change(() => photos)
    },
  }
}
