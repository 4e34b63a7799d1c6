import type { PlacedPhoto, PlaceView } from '@kinkeep/contracts/places'
import { ConfirmDialog } from '@kinkeep/ui/confirm-dialog'
import { Dialog } from '@kinkeep/ui/dialog'
import { IconButton } from '@kinkeep/ui/icon-button'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { Link } from '@tanstack/react-router'
import { MapPinOff } from 'lucide-react'
import { useState } from 'react'
import { ListError } from '../../components/list-error.tsx'
import { LoadMore } from '../../components/load-more.tsx'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { mediaUrl } from '../timeline/media-url.ts'
import { blurOf } from '../timeline/thumb-hash-url.ts'
import { nextCursorOf } from '../timeline/timeline-queries.ts'
import { formatShortDay } from '../timeline/wall-date.ts'

export interface PlacePhotosProps {
  circleId: string
  place: PlaceView
  name: string
  onClose: () => void
}

/** All photos of a place, each the way to where it stands on the timeline. */
export function PlacePhotos({ circleId, place, name, onClose }: PlacePhotosProps) {
  const { t } = useTranslation()
  const [removing, setRemoving] = useState<PlacedPhoto>()
  const list = trpc.keeps.atPlace.useInfiniteQuery(
    { circleId, ...place.box, limit: 60 },
    { getNextPageParam: nextCursorOf },
  )
  const photos = list.data?.pages.flatMap(({ items }) => items) ?? []
  if (removing) {
    return <RemovePlace circleId={circleId} photo={removing} onClose={() => setRemoving(undefined)} />
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={name}
      description={t('gathered.map.photos', { count: place.count })}
      closeLabel={t('actions.close')}
      size="lg"
      opensAt="title"
    >
      {list.isPending && <Skeleton className="h-48 w-full rounded-md" />}
      {list.error && !list.data && <ListError error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && photos.length === 0 && <p className="text-muted">{t('gathered.map.nothingHere')}</p>}
      <ul className="grid grid-cols-3 gap-1.5 sm:grid-cols-4">
        {photos.map((photo) => (
          <PhotoAtPlace key={photo.id} {...{ circleId, photo }} onRemove={() => setRemoving(photo)} />
        ))}
      </ul>
      <LoadMore query={list} />
    </Dialog>
  )
}

interface PhotoAtPlaceProps {
  circleId: string
  photo: PlacedPhoto
  onRemove: () => void
}

function PhotoAtPlace({ circleId, photo, onRemove }: PhotoAtPlaceProps) {
  const { t, language } = useTranslation()
  const day = formatShortDay(photo.happenedAt, language)
  return (
    <li className="relative">
      <Link
        to="/c/$circleId"
        params={{ circleId }}
        search={{ at: photo.happenedAt.slice(0, 7), photo: photo.id }}
        className="block aspect-square overflow-hidden rounded-md bg-cover bg-sunk"
        style={blurOf(photo.thumbHash)}
      >
        <img
          src={mediaUrl(circleId, photo, 'thumbnail')}
          alt={t('gathered.map.photoOf', { day })}
          loading="lazy"
          className="size-full object-cover"
        />
      </Link>
      {photo.mayRemovePlace && (
        <span className="absolute top-1 right-1">
          <IconButton
            tone="night"
            label={t('gathered.map.removeOne', { day })}
            icon={<MapPinOff size={18} aria-hidden="true" />}
            onClick={onRemove}
          />
        </span>
      )}
    </li>
  )
}

function RemovePlace({
  circleId,
  photo,
  onClose,
}: {
  circleId: string
  photo: PlacedPhoto
  onClose: () => void
}) {
  const { t, language } = useTranslation()
  const utils = trpc.useUtils()
  const remove = trpc.keeps.removePlace.useMutation({
    onSuccess: async () => {
      showToast({ tone: 'done', text: t('gathered.map.removed') })
      await Promise.all([
        utils.keeps.places.invalidate({ circleId }),
        utils.keeps.atPlace.invalidate({ circleId }),
      ])
      onClose()
    },
  })
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('gathered.map.removeQuestion')}
      description={t('gathered.map.removeText')}
      confirmLabel={t('gathered.map.remove')}
      cancelLabel={t('actions.cancel')}
      pending={remove.isPending}
      error={remove.error && errorText(remove.error, t, language)}
      onConfirm={() => remove.mutate({ circleId, keepId: photo.keepId })}
    />
  )
}
