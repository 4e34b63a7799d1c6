import { Link } from '@tanstack/react-router'
import { CalendarSearch } from 'lucide-react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'

/** Events say when there are others. */
const staleTime = 5 * 60_000

/** The way to keeps of which nobody knows when they were, as long as there are some. */
export function DoubtfulBadge({ circleId }: { circleId: string }) {
  const { t } = useTranslation()
  const { data } = trpc.media.dates.count.useQuery({ circleId }, { staleTime })
  if (!data || data.count === 0) return null
  const { count, isMore } = data
  return (
    <Link
      to="/c/$circleId/dates"
      params={{ circleId }}
      aria-label={t(isMore ? 'timeline.doubtfulMany' : 'timeline.doubtfulDates', { count })}
      className="relative grid size-11 place-items-center rounded-full text-muted transition-colors hover:bg-sunk hover:text-ink"
    >
      <CalendarSearch size={21} aria-hidden="true" />
      <span
        aria-hidden="true"
        className="absolute top-0 right-0 min-w-5 rounded-full bg-sun-soft px-1 text-center font-semibold text-sun-ink text-xs tabular-nums"
      >
        {isMore ? `${count}+` : count}
      </span>
    </Link>
  )
}
