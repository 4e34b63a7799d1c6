import type { ChildView } from '@kinkeep/contracts/children'
import { Button } from '@kinkeep/ui/button'
import { Dialog } from '@kinkeep/ui/dialog'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { LoadMore } from '../../components/load-more.tsx'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { mediaUrl } from '../timeline/media-url.ts'
import { nextCursorOf } from '../timeline/timeline-queries.ts'
import { formatShortDay } from '../timeline/wall-date.ts'
import { keepsWithChild } from './children-queries.ts'

export interface ChooseChildPhotoProps {
  circleId: string
  child: ChildView
  onClose: () => void
}

/** One of the photos on which a child is, and which everybody in the circle sees. Fetched when it is wanted. */
export default function ChooseChildPhoto({ circleId, child, onClose }: ChooseChildPhotoProps) {
  const { t, language } = useTranslation()
  const cache = trpc.useUtils()
  const keeps = trpc.keeps.list.useInfiniteQuery(keepsWithChild(circleId, child.id), {
    getNextPageParam: nextCursorOf,
  })
  const update = trpc.circles.children.update.useMutation({
    onSuccess: (changed) => {
      cache.circles.children.get.setData({ circleId, childId: child.id }, changed)
      void cache.circles.children.list.invalidate({ circleId })
      onClose()
    },
  })
  const choose = (avatarMediaId: string | null) =>
    update.mutate({ circleId, childId: child.id, avatarMediaId })
  const photos = keeps.data?.pages
    .flatMap(({ items }) => items)
    .filter(({ visibility }) => visibility === 'circle')
    .flatMap(({ media, happenedAt }) =>
      media.filter(({ state }) => state === 'ready').map(({ id }) => ({ id, happenedAt })),
    )
  const error = update.error ?? keeps.error
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('children.choosePhoto')}
      description={photos?.length === 0 ? t('children.noPhotos') : null}
      closeLabel={t('actions.close')}
      size="lg"
    >
      <p role="alert" className="mb-3 text-danger text-sm empty:hidden">
        {error && errorText(error, t, language)}
      </p>
      {!photos && !keeps.error && <Skeleton className="h-40 w-full rounded-lg" />}
      <ul className="grid grid-cols-3 gap-2 sm:grid-cols-4">
        {photos?.map(({ id, happenedAt }) => (
          <li key={id} className="aspect-square">
            <button
              type="button"
              aria-label={t('children.photoOf', { date: formatShortDay(happenedAt, language) })}
              aria-pressed={id === child.avatarMediaId}
              disabled={update.isPending}
              onClick={() => choose(id)}
              className="size-full overflow-hidden rounded-md border-2 border-transparent bg-sunk aria-pressed:border-accent"
            >
              <img
                src={mediaUrl(circleId, id, 'thumbnail')}
                alt=""
                loading="lazy"
                className="size-full object-cover"
              />
            </button>
          </li>
        ))}
      </ul>
      <LoadMore query={keeps} />
      {child.avatarMediaId !== null && (
        <div className="mt-4">
          <Button tone="secondary" pending={update.isPending} onClick={() => choose(null)}>
            {t('children.noPicture')}
          </Button>
        </div>
      )}
    </Dialog>
  )
}
