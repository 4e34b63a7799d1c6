import type { ChildView } from '@kinkeep/contracts/children'
import type { KeepView } from '@kinkeep/contracts/keeps'
import { Button } from '@kinkeep/ui/button'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { useRef } from 'react'
import { ListError } from '../../components/list-error.tsx'
import { LoadMore } from '../../components/load-more.tsx'
import { Section } from '../../components/section.tsx'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { KeepTile } from '../keep-people/keep-tile.tsx'
import { nextCursorOf } from '../timeline/timeline-queries.ts'
import { formatWhen } from '../timeline/wall-date.ts'
import { ageText } from './age-text.ts'
import { keepsWithChild } from './children-queries.ts'

export interface ChildKeepsProps {
  circleId: string
  child: Pick<ChildView, 'id' | 'name' | 'birthdate' | 'isMine'>
}

/** Every keep that shows a child; each leads to its place in the timeline. The grown child takes their name off. */
export function ChildKeeps({ circleId, child }: ChildKeepsProps) {
  const { t } = useTranslation()
  const keeps = trpc.keeps.list.useInfiniteQuery(keepsWithChild(circleId, child.id), {
    getNextPageParam: nextCursorOf,
  })
  const list = useRef<HTMLUListElement>(null)
  const items = keeps.data?.pages.flatMap((page) => page.items)
  return (
    <Section title={t('children.keeps')}>
      {keeps.error && !items && <ListError error={keeps.error} onRetry={() => void keeps.refetch()} />}
      {!items && !keeps.error && <Skeleton className="h-40 w-full rounded-lg" />}
      {items?.length === 0 && (
        <p className="text-muted text-sm">{t('children.noKeeps', { name: child.name })}</p>
      )}
      <ul ref={list} tabIndex={-1} className="grid grid-cols-2 gap-3 sm:grid-cols-3">
        {items?.map((keep) => (
          <li key={keep.id} className="flex flex-col">
            <KeepTile
              circleId={circleId}
              keep={keep}
              note={ageText(t, child.birthdate, keep.happenedAt, keep.datePrecision)}
            />
            {child.isMine && (
              <Untag
                circleId={circleId}
                childId={child.id}
                keep={keep}
                // The button that was pressed goes with its keep.
                onDone={() => list.current?.focus({ preventScroll: true })}
              />
            )}
          </li>
        ))}
      </ul>
      <LoadMore query={keeps} />
    </Section>
  )
}

interface UntagProps {
  circleId: string
  childId: string
  keep: Pick<KeepView, 'id' | 'happenedAt' | 'datePrecision'>
  onDone: () => void
}

function Untag({ circleId, childId, keep, onDone }: UntagProps) {
  const { t, language } = useTranslation()
  const cache = trpc.useUtils()
  const untag = trpc.circles.children.untag.useMutation({
    onSuccess: async () => {
      showToast({ tone: 'done', text: t('upgrades.untagged') })
      await cache.keeps.list.invalidate({ circleId, childId })
      onDone()
    },
    onError: (error) => showToast({ tone: 'error', text: errorText(error, t, language) }),
  })
  return (
    <Button
      tone="quiet"
      pending={untag.isPending}
      aria-label={t('upgrades.untagOf', { date: formatWhen(keep, language) })}
      onClick={() => untag.mutate({ circleId, childId, keepId: keep.id })}
    >
      {t('upgrades.untag')}
    </Button>
  )
}
