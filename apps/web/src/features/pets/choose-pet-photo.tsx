import type { PetView } from '@kinkeep/contracts/pets'
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
import { keepsWithPet } from './pets-queries.ts'

export interface ChoosePetPhotoProps {
  circleId: string
  pet: PetView
  onClose: () => void
}

/** One of the photos on which the pet is, and which everybody in the circle sees. Fetched when it is wanted. */
export default function ChoosePetPhoto({ circleId, pet, onClose }: ChoosePetPhotoProps) {
  const { t, language } = useTranslation()
  const cache = trpc.useUtils()
  const keeps = trpc.keeps.list.useInfiniteQuery(keepsWithPet(circleId, pet.id), {
    getNextPageParam: nextCursorOf,
  })
  const update = trpc.circles.pets.update.useMutation({
    onSuccess: (changed) => {
      cache.circles.pets.get.setData({ circleId, petId: pet.id }, changed)
      void cache.circles.pets.list.invalidate({ circleId })
      onClose()
    },
  })
  const choose = (avatarMediaId: string | null) => update.mutate({ circleId, petId: pet.id, avatarMediaId })
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
      title={t('pets.choosePhoto')}
      description={photos?.length === 0 ? t('pets.noPhotos') : null}
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
              aria-label={t('pets.photoOf', { date: formatShortDay(happenedAt, language) })}
              aria-pressed={id === pet.avatarMediaId}
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
      {pet.avatarMediaId !== null && (
        <div className="mt-4">
          <Button tone="secondary" pending={update.isPending} onClick={() => choose(null)}>
            {t('pets.noPicture')}
          </Button>
        </div>
      )}
    </Dialog>
  )
}
