import { Button } from '@kinkeep/ui/button'
import { Dialog } from '@kinkeep/ui/dialog'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { LoadMore } from '../../components/load-more.tsx'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { mediaUrl } from '../timeline/media-url.ts'
import { nextCursorOf } from '../timeline/timeline-queries.ts'
import { formatWhen } from '../timeline/wall-date.ts'

export interface ChooseProfilePhotoProps {
  /** Those that show whom it is for. */
  keeps: { circleId: string; limit: number } & ({ childId: string } | { petId: string })
  /** The photo that is the picture now. */
  current: string | null
  /** What to do where there is no photo to choose. */
  whenEmpty: string
  pending: boolean
  error: unknown
  onChoose: (mediaId: string | null) => void
  onClose: () => void
}

/** One of the photos on which a child or a pet is, and which everybody in the circle sees. */
export function ChooseProfilePhoto({ keeps: shown, current, ...props }: ChooseProfilePhotoProps) {
  const { whenEmpty, pending, onChoose, onClose } = props
  const { t, language } = useTranslation()
  const { circleId } = shown
  const keeps = trpc.keeps.list.useInfiniteQuery(shown, { getNextPageParam: nextCursorOf })
  const photos = keeps.data?.pages
    .flatMap(({ items }) => items)
    .filter(({ visibility }) => visibility === 'circle')
    .flatMap(({ media, happenedAt, datePrecision }) =>
      media
        .filter(({ state }) => state === 'ready')
        .map(({ id, version }) => ({ id, version, happenedAt, datePrecision })),
    )
  const error = props.error ?? keeps.error
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('keepPeople.choosePhoto')}
      description={photos?.length === 0 ? whenEmpty : null}
      closeLabel={t('actions.close')}
      size="lg"
    >
      <p role="alert" className="mb-3 text-danger text-sm empty:hidden">
        {error && errorText(error, t, language)}
      </p>
      {!photos && !keeps.error && <Skeleton className="h-40 w-full rounded-lg" />}
      <ul className="grid grid-cols-3 gap-2 sm:grid-cols-4">
        {photos?.map(({ id, version, happenedAt, datePrecision }) => (
          <li key={id} className="aspect-square">
            <button
              type="button"
              aria-label={t('keepPeople.photoOf', {
                date: formatWhen({ happenedAt, datePrecision }, language),
              })}
              aria-pressed={id === current}
              disabled={pending}
              onClick={() => onChoose(id)}
              className="size-full overflow-hidden rounded-md border-2 border-transparent bg-sunk aria-pressed:border-accent"
            >
              <img
                src={mediaUrl(circleId, { id, version }, 'thumbnail')}
                alt=""
                loading="lazy"
                className="size-full object-cover"
              />
            </button>
          </li>
        ))}
      </ul>
      <LoadMore query={keeps} />
      {current !== null && (
        <div className="mt-4">
          <Button tone="secondary" pending={pending} onClick={() => onChoose(null)}>
            {t('keepPeople.noPicture')}
          </Button>
        </div>
      )}
    </Dialog>
  )
}
