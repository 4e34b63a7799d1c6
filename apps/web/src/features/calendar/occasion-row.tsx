import type { Occasion } from '@kinkeep/contracts/calendar'
import type { OccasionKind } from '@kinkeep/contracts/occasion-kinds'
import { Badge } from '@kinkeep/ui/badge'
import { Link } from '@tanstack/react-router'
import { Cake, House, type LucideIcon, PawPrint, Sparkle } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { daysBetween } from '../timeline/wall-date.ts'
import { weekdayOf } from './weekday.ts'

const icons: Record<OccasionKind, LucideIcon> = {
  childBirthday: Cake,
  petBirthday: PawPrint,
  petRemembrance: Sparkle,
  circleAnniversary: House,
}

/** So many days ahead are counted in days; further off, the date says more. */
const near = 30

export interface OccasionRowProps {
  circleId: string
  occasion: Occasion
  today: string
}

/** One day of the calendar: when, whose, which, and how soon. */
export function OccasionRow({ circleId, occasion, today }: OccasionRowProps) {
  const { t, language } = useTranslation()
  const { kind, name, day, years } = occasion
  const Icon = icons[kind]
  const ahead = daysBetween(today, day)
  return (
    <li>
      <Subject circleId={circleId} occasion={occasion}>
        <time dateTime={day} className="w-12 shrink-0 text-center">
          <span className="block font-semibold font-serif text-xl">{Number(day.slice(8))}</span>
          <span className="block text-muted text-xs">{weekdayOf(day, language)}</span>
        </time>
        <Icon size={22} className="shrink-0 text-sun-ink max-sm:hidden" aria-hidden="true" />
        <span className="min-w-0 grow">
          <span className="block break-words font-medium">{name}</span>
          <span className="block text-muted text-sm">{t(`calendar.${kind}`, { count: years })}</span>
        </span>
        {ahead <= near && (
          <Badge tone={ahead === 0 ? 'sun' : 'plain'}>
            {new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(ahead, 'day')}
          </Badge>
        )}
      </Subject>
    </li>
  )
}

const row = 'flex min-h-18 items-center gap-4 px-3 py-2 sm:px-4'
const link = `${row} transition-colors hover:bg-sunk focus-visible:-outline-offset-3`

/** A child's day leads to the child, a pet's to the pet. */
function Subject({
  circleId,
  occasion: { kind, subjectId },
  children,
}: Omit<OccasionRowProps, 'today'> & { children: ReactNode }) {
  switch (kind) {
    case 'childBirthday':
      return (
        <Link to="/c/$circleId/children/$childId" params={{ circleId, childId: subjectId }} className={link}>
          {children}
        </Link>
      )
    case 'petBirthday':
    case 'petRemembrance':
      return (
        <Link to="/c/$circleId/pets/$petId" params={{ circleId, petId: subjectId }} className={link}>
          {children}
        </Link>
      )
    case 'circleAnniversary':
      return <div className={row}>{children}</div>
    default:
      return kind satisfies never
  }
}
