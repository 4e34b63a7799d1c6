import { Button } from '@kinkeep/ui/button'
import { EmptyState } from '@kinkeep/ui/empty-state'
import { Link } from '@tanstack/react-router'
import { EmptyHouse } from '../../components/empty-house.tsx'
import { LoadMore } from '../../components/load-more.tsx'
import { Page } from '../../components/page.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { DayHeader } from '../timeline/day-header.tsx'
import { nextCursorOf } from '../timeline/timeline-queries.ts'
import { activityOf } from './activity-queries.ts'
import { ActivityRow } from './activity-row.tsx'
import { groupByDay } from './days.ts'

/** What happened in a circle, day by day, as far as one may see it. */
export function ActivityPage({ circleId }: { circleId: string }) {
  const { t } = useTranslation()
  const [data, query] = trpc.circles.activity.useSuspenseInfiniteQuery(activityOf(circleId), {
    getNextPageParam: nextCursorOf,
  })
  const days = groupByDay(data.pages.flatMap(({ items }) => items))
  return (
    <Page title={t('activity.title')} lead={t('activity.lead')}>
      {days.length === 0 ? (
        <EmptyState
          picture={<EmptyHouse />}
          title={t('activity.empty')}
          text={t('activity.emptyText')}
          action={
            <Button asChild>
              <Link to="/c/$circleId" params={{ circleId }}>
                {t('activity.toTimeline')}
              </Link>
            </Button>
          }
        />
      ) : (
        <div className="flex flex-col gap-8">
          {days.map(({ day, entries }) => (
            <section key={day}>
              <DayHeader day={day} />
              <ul className="mt-3 divide-y divide-line rounded-lg border border-line bg-surface">
                {entries.map((entry) => (
                  <ActivityRow key={entry.id} circleId={circleId} entry={entry} />
                ))}
              </ul>
            </section>
          ))}
          <LoadMore query={query} />
        </div>
      )}
    </Page>
  )
}
