import type { ChildView } from '@kinkeep/contracts/children'
import type { KeepView } from '@kinkeep/contracts/keeps'
import { Button } from '@kinkeep/ui/button'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { Link } from '@tanstack/react-router'
import { Images } from 'lucide-react'
import { useRef } from 'react'
import { ListError } from '../../components/list-error.tsx'
import { LoadMore } from '../../components/load-more.tsx'
import { Section } from '../../components/section.tsx'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { Photo } from '../timeline/photo.tsx'
import { TileLock } from '../timeline/tile-lock.tsx'
import { nextCursorOf } from '../timeline/timeline-queries.ts'
import { formatShortDay } from '../timeline/wall-date.ts'
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
            <ChildKeep circleId={circleId} keep={keep} birthdate={child.birthdate} />
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

interface ChildKeepProps {
  circleId: string
  keep: KeepView
  birthdate: string
}

function ChildKeep({ circleId, keep, birthdate }: ChildKeepProps) {
  const { t, language } = useTranslation()
  const photo = keep.media.find(({ state }) => state === 'ready')
  const words = keep.title ?? (keep.milestone ? t(`timeline.milestones.${keep.milestone}`) : keep.body)
  return (
    <Link
      to="/c/$circleId"
      params={{ circleId }}
      search={{ at: keep.happenedAt.slice(0, 7), ...(photo && { photo: photo.id }) }}
      className="relative flex grow flex-col overflow-hidden rounded-lg border border-line bg-surface transition-colors hover:border-edge"
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
        <span className="block text-muted text-xs">{ageText(t, birthdate, keep.happenedAt)}</span>
      </span>
    </Link>
  )
}

interface UntagProps {
  circleId: string
  childId: string
  keep: Pick<KeepView, 'id' | 'happenedAt'>
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
      aria-label={t('upgrades.untagOf', { date: formatShortDay(keep.happenedAt, language) })}
      onClick={() => untag.mutate({ circleId, childId, keepId: keep.id })}
    >
      {t('upgrades.untag')}
    </Button>
  )
}
