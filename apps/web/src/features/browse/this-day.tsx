import { EmptyState } from '@kinkeep/ui/empty-state'
import { CalendarHeart } from 'lucide-react'
import { LoadMore } from '../../components/load-more.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { KeepTile } from '../keep-people/keep-tile.tsx'
import { nextCursorOf } from '../timeline/timeline-queries.ts'

/** What this day was in earlier years, year by year. */
export function ThisDay({ circleId }: { circleId: string }) {
  const { t } = useTranslation()
  const [data, query] = trpc.keeps.onThisDay.useSuspenseInfiniteQuery(
    { circleId, limit: 60 },
    { getNextPageParam: nextCursorOf },
  )
  const keeps = data.pages.flatMap(({ items }) => items)
  const now = Number(data.pages[0]?.day.slice(0, 4))
  const years = Map.groupBy(keeps, ({ happenedAt }) => happenedAt.slice(0, 4))
  if (keeps.length === 0) {
    return (
      <EmptyState
        picture={<CalendarHeart size={40} />}
        title={t('browse.noDayTitle')}
        text={t('browse.noDayText')}
      />
    )
  }
  return (
    <div className="flex flex-col gap-8">
      {[...years].map(([year, some]) => (
        <section key={year} aria-label={year}>
          <h2 className="flex items-baseline gap-2.5 text-xl">
            {year}
            <span className="font-normal font-sans text-muted text-sm">
              {t('browse.yearsAgo', { count: now - Number(year) })}
            </span>
          </h2>
          <ul className="mt-3 grid grid-cols-2 gap-3 sm:grid-cols-3">
            {some.map((keep) => (
              <li key={keep.id} className="flex">
                <KeepTile {...{ circleId, keep }} note={null} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      <LoadMore query={query} />
    </div>
  )
}
