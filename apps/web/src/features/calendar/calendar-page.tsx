import { Button } from '@kinkeep/ui/button'
import { EmptyState } from '@kinkeep/ui/empty-state'
import { Link } from '@tanstack/react-router'
import { CalendarHeart } from 'lucide-react'
import { useState } from 'react'
import { Page } from '../../components/page.tsx'
import { Section } from '../../components/section.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { formatMonth, today } from '../timeline/wall-date.ts'
import { toMonths, yearFrom } from './calendar-months.ts'
import { FeedsSection } from './feeds-section.tsx'
import { OccasionRow } from './occasion-row.tsx'

/** A family's next twelve months, and the way to have them in one's own calendar. */
export function CalendarPage({ circleId }: { circleId: string }) {
  const { t, language } = useTranslation()
  // Of when the page was opened: a list that turns over at midnight under somebody's eyes helps nobody.
  const [now] = useState(today)
  const [{ occasions }] = trpc.circles.calendar.list.useSuspenseQuery({ circleId, ...yearFrom(now) })
  return (
    <Page title={t('calendar.title')} lead={t('calendar.lead')}>
      {occasions.length === 0 && (
        <EmptyState
          picture={<CalendarHeart size={56} strokeWidth={1.25} />}
          title={t('calendar.empty')}
          text={t('calendar.emptyText')}
          action={
            <Button asChild tone="secondary">
              <Link to="/c/$circleId/people" params={{ circleId }}>
                {t('people.title')}
              </Link>
            </Button>
          }
        />
      )}
      {toMonths(occasions).map(({ month, occasions: inMonth }) => (
        <Section key={month} title={formatMonth(month, language)}>
          <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
            {inMonth.map((occasion) => (
              <OccasionRow
                key={`${occasion.kind}${occasion.subjectId}${occasion.day}`}
                circleId={circleId}
                occasion={occasion}
                today={now}
              />
            ))}
          </ul>
        </Section>
      ))}
      <FeedsSection circleId={circleId} />
    </Page>
  )
}
