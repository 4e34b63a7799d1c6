import { Link } from '@tanstack/react-router'
import { CalendarHeart, CalendarRange, Images, Search } from 'lucide-react'
import { Page } from '../../components/page.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { readFilter } from '../timeline/timeline-search.ts'
import { formatShortDay, today } from '../timeline/wall-date.ts'
import type { BrowseSearch } from './browse-search.ts'
import { MonthCalendar } from './month-calendar.tsx'
import { SearchKeeps } from './search-keeps.tsx'
import { ThisDay } from './this-day.tsx'

const item =
  'inline-flex min-h-11 items-center gap-2 rounded-full px-4 font-medium text-muted text-sm hover:bg-sunk aria-[current]:bg-accent-soft aria-[current]:text-accent'

/** Ways to find a memory: by words, by month, by day of the year. */
export function BrowsePage({ circleId, search }: { circleId: string; search: BrowseSearch }) {
  const { t, language } = useTranslation()
  const { view = 'search', text = '', month = today().slice(0, 7) } = search
  const titles = {
    search: 'browse.searchTitle',
    calendar: 'browse.calendarTitle',
    day: 'browse.thisDay',
  } as const
  const ways = [
    { key: 'search', icon: Search, search: {} },
    { key: 'calendar', icon: CalendarRange, search: { view: 'calendar' } },
    { key: 'day', icon: CalendarHeart, search: { view: 'day' } },
  ] as const
  return (
    <Page title={t(titles[view])} lead={view === 'day' ? formatShortDay(today(), language) : undefined}>
      <div className="-mt-4 flex flex-col gap-6">
        <nav aria-label={t('browse.ways')} className="-mx-2 flex flex-wrap gap-1 sm:-mx-4">
          {ways.map(({ key, icon: Icon, search: to }) => (
            <Link
              key={key}
              to="/c/$circleId/browse"
              params={{ circleId }}
              search={to}
              replace
              activeOptions={{ exact: true, includeSearch: true }}
              aria-current={key === view ? 'page' : undefined}
              className={item}
            >
              <Icon size={18} aria-hidden="true" />
              {t(titles[key])}
            </Link>
          ))}
          <Link to="/c/$circleId" params={{ circleId }} className={item} activeOptions={{ exact: true }}>
            <Images size={18} aria-hidden="true" />
            {t('browse.toTimeline')}
          </Link>
        </nav>
        {view === 'search' && <SearchKeeps {...{ circleId, text }} filter={readFilter(search)} />}
        {view === 'calendar' && <MonthCalendar {...{ circleId, month }} />}
        {view === 'day' && <ThisDay circleId={circleId} />}
      </div>
    </Page>
  )
}
