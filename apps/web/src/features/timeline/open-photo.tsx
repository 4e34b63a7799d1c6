import type { KeepView } from '@kinkeep/contracts/keeps'
import { useRouter } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import type { TalkReader } from '../conversation/talk-reader.ts'
import { photosOf } from '../viewer/viewed-photo.ts'
import type { Hindrance } from './may-change.ts'
import type { Timeline } from './use-timeline.ts'

const PhotoViewer = lazy(() =>
  import('../viewer/photo-viewer.tsx').then(({ PhotoViewer }) => ({ default: PhotoViewer })),
)

export interface OpenPhotoProps {
  circleId: string
  timeline: Timeline
  mediaId: string
  reader: TalkReader
  hindranceOf: (keep: KeepView) => Hindrance
  onShow: (mediaId: string) => void
  /** Closes where there is no history to go back in, or no such photo. */
  onGone: () => void
  onEdit: (keep: KeepView) => void
  onTrash: (keepId: string) => void
}

/** Pages that are searched for a photo that a link names. */
const searchedKeeps = 600
/** Photos from the end of what is loaded at which more is fetched. */
const nearEnd = 5

/** The photo that the address names, over the timeline it belongs to. */
export function OpenPhoto({ circleId, timeline, mediaId, reader, hindranceOf, ...on }: OpenPhotoProps) {
  const { t } = useTranslation()
  const { history } = useRouter()
  const photos = useMemo(() => photosOf(timeline.keeps), [timeline.keeps])
  const index = photos.findIndex(({ media }) => media.id === mediaId)
  const photo = photos[index]
  const { older } = timeline
  // The page was here before the photo: going back closes it and leaves no trace.
  const [openedFromPage] = useState(() => history.canGoBack())
  const [wasSeen, setSeen] = useState(false)
  if (photo && !wasSeen) setSeen(true)

  const isFarDown = older.hasMore || older.error !== null
  const isMissing =
    !photo && (wasSeen || !older.hasMore || older.error !== null || timeline.keeps.length >= searchedKeeps)
  useEffect(() => {
    if (isMissing) {
      if (!wasSeen) showToast({ tone: 'error', text: t(isFarDown ? 'viewer.farDown' : 'viewer.gone') })
      on.onGone()
    } else if (
      older.hasMore &&
      !older.isLoading &&
      older.error === null &&
      (!photo || index >= photos.length - nearEnd)
    )
      older.loadMore()
  })
  if (!photo) return null
  const close = () => (openedFromPage ? history.back() : on.onGone())
  return (
    <Suspense>
      <PhotoViewer
        {...{ circleId, photos, index, reader }}
        hindrance={hindranceOf(photo.keep)}
        onShow={on.onShow}
        onClose={close}
        onEdit={(keep) => {
          on.onGone()
          on.onEdit(keep)
        }}
        onTrash={(keepId) => {
          on.onGone()
          on.onTrash(keepId)
        }}
      />
    </Suspense>
  )
}
