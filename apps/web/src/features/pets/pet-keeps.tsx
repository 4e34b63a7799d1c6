import { Skeleton } from '@kinkeep/ui/skeleton'
import { ListError } from '../../components/list-error.tsx'
import { LoadMore } from '../../components/load-more.tsx'
import { Section } from '../../components/section.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { KeepTile } from '../keep-people/keep-tile.tsx'
import { nextCursorOf } from '../timeline/timeline-queries.ts'
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
          <li key={keep.id} className="flex flex-col">
            <KeepTile circleId={circleId} keep={keep} note={null} />
          </li>
        ))}
      </ul>
      <LoadMore query={keeps} />
    </Section>
  )
}
