import { limits } from '@kinkeep/contracts/limits'
import { Button } from '@kinkeep/ui/button'
import { CircleAlert, ImagePlus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import type { UploadItem } from '../uploads/upload-item.ts'
import { type DraftPhoto, movePhoto } from './draft.ts'
import { DraftPhotoTile } from './draft-photo-tile.tsx'
import { pickFiles } from './pick-files.ts'

export interface DraftPhotosProps {
  circleId: string
  photos: readonly DraftPhoto[]
  uploadOf: (photo: DraftPhoto) => UploadItem | undefined
  error: string | null
  onChange: (photos: DraftPhoto[]) => void
  onFiles: (files: File[]) => void
}

/** A draft's photos in their order: dragged with a mouse, moved by buttons with anything else. */
export function DraftPhotos({ circleId, photos, uploadOf, error, onChange, onFiles }: DraftPhotosProps) {
  const { t } = useTranslation()
  const [dragged, setDragged] = useState<number | null>(null)
  const [said, setSaid] = useState('')
  const count = photos.length

  const move = (from: number, to: number) => {
    onChange(movePhoto(photos, from, to))
    setSaid(t('compose.moved', { name: photos[from]?.name ?? '', number: to + 1, count }))
  }
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 font-medium text-sm">{t('compose.photos')}</legend>
      {count > 0 && (
        <ol className="mb-3 grid grid-cols-3 gap-3 sm:grid-cols-4">
          {photos.map((photo, index) => (
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- dragging is for mice, the buttons inside for everybody
            <li
              key={photo.uploadKey ?? photo.mediaId}
              draggable
              onDragStart={(event) => {
                event.dataTransfer.effectAllowed = 'move'
                setDragged(index)
              }}
              onDragEnd={() => setDragged(null)}
              onDragEnter={() => {
                if (dragged === null || dragged === index) return
                move(dragged, index)
                setDragged(index)
              }}
              onDragOver={(event) => dragged !== null && event.preventDefault()}
              className={`flex cursor-grab flex-col gap-1 ${dragged === index ? 'opacity-50' : ''}`}
            >
              <DraftPhotoTile
                {...{ circleId, photo, index, count }}
                upload={uploadOf(photo)}
                onMove={(to) => move(index, to)}
                onRemove={() => onChange(photos.toSpliced(index, 1))}
              />
            </li>
          ))}
        </ol>
      )}
      <p role="status" className="sr-only">
        {said}
      </p>
      {count < limits.mediaPerKeep && (
        <div className="flex flex-wrap items-center gap-3">
          <Button tone="secondary" onClick={() => pickFiles(onFiles)}>
            <ImagePlus size={19} aria-hidden="true" />
            {t('compose.choosePhotos')}
          </Button>
          <span className="text-muted text-xs">{t('compose.photosHint')}</span>
        </div>
      )}
      <p role="alert" className="mt-2 flex items-start gap-1.5 font-medium text-danger text-xs empty:hidden">
        {error !== null && <CircleAlert size={15} className="mt-0.5 shrink-0" aria-hidden="true" />}
        {error}
      </p>
    </fieldset>
  )
}
