import type { KeepView } from '@kinkeep/contracts/keeps'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { Link } from '@tanstack/react-router'
import { Images } from 'lucide-react'
import { ListError } from '../../components/list-error.tsx'
import { LoadMore } from '../../components/load-more.tsx'
import { Section } from '../../components/section.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { Photo } from '../timeline/photo.tsx'
import { TileLock } from '../timeline/tile-lock.tsx'
import { nextCursorOf } from '../timeline/timeline-queries.ts'
import { formatShortDay } from '../timeline/wall-date.ts'
import { keepsWithPet } from './pets-queries.ts'

export interface PetKeepsProps {
  circleId: string
  petId: string
  name: string
}

/** Every keep that shows a pet; each leads to its place in the timeline. */
export function PetKeeps({ circleId, petId, name }: PetKeepsProps) {
  const { t } = useTranslation()
  const keeps = trpc.keeps.list.useInfiniteQuery(keepsWithPet(circleId, petId), {
    getNextPageParam: nextCursorOf,
  })
  const items = keeps.data?.pages.flatMap((page) => page.items)
  return (
    <Section title={t('pets.keeps')}>
      {keeps.error && !items && <ListError error={keeps.error} onRetry={() => void keeps.refetch()} />}
      {!items && !keeps.error && <Skeleton className="h-40 w-full rounded-lg" />}
      {items?.length === 0 && <p className="text-muted text-sm">{t('pets.noKeeps', { name })}</p>}
      <ul className="grid grid-cols-2 gap-3 sm:grid-cols-3">
        {items?.map((keep) => (
          <li key={keep.id}>
            <PetKeep circleId={circleId} keep={keep} />
          </li>
        ))}
      </ul>
      <LoadMore query={keeps} />
    </Section>
  )
}

function PetKeep({ circleId, keep }: { circleId: string; keep: KeepView }) {
  const { t, language } = useTranslation()
  const photo = keep.media.find(({ state }) => state === 'ready')
  const words = keep.title ?? (keep.milestone ? t(`timeline.milestones.${keep.milestone}`) : keep.body)
  return (
    <Link
      to="/c/$circleId"
      params={{ circleId }}
      search={{ at: keep.happenedAt.slice(0, 7), ...(photo && { photo: photo.id }) }}
      className="relative flex h-full flex-col overflow-hidden rounded-lg border border-line bg-surface transition-colors hover:border-edge"
    >
      {photo ? (
        <span className="relative block aspect-square">
          <Photo circleId={circleId} media={photo} width={220} alt="" />
          {keep.media.length > 1 && (
            <span className="absolute right-2 bottom-2 flex items-center gap-1 rounded-full bg-night/70 px-2 py-0.5 text-snow text-xs">
              <Images size={14} aria-hidden="true" />
              {keep.media.length}
            </span>
          )}
        </span>
      ) : (
        <span className="line-clamp-6 aspect-square whitespace-pre-line break-words px-3 pt-3">{words}</span>
      )}
      {keep.visibility === 'admins' && <TileLock />}
      <span className="block px-3 py-2">
        {photo && words && <span className="block truncate text-sm">{words}</span>}
        <span className="block text-muted text-xs">{formatShortDay(keep.happenedAt, language)}</span>
      </span>
    </Link>
  )
}
