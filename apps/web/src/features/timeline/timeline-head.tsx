import type { CircleView } from '@kinkeep/contracts/circles'
import type { TimelineView } from '@kinkeep/contracts/keeps'
import { can } from '@kinkeep/contracts/roles'
import { Button } from '@kinkeep/ui/button'
import { IconButton } from '@kinkeep/ui/icon-button'
import { Link } from '@tanstack/react-router'
import { ArrowUpToLine, CalendarDays, FolderUp, ImagePlus, Trash2 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { formatMonth, formatShortDay } from './wall-date.ts'

// Not for the first look.
const DoubtfulBadge = lazy(() =>
  import('../dates/doubtful-badge.tsx').then(({ DoubtfulBadge }) => ({ default: DoubtfulBadge })),
)
const MonthSheet = lazy(() => import('./month-sheet.tsx').then(({ MonthSheet }) => ({ default: MonthSheet })))

export interface TimelineHeadProps {
  circle: CircleView
  months: TimelineView['months']
  /** The month in sight. */
  month: string | undefined
  /** The month or day that was jumped to. */
  at: string | undefined
  mayAdd: boolean
  onPick: () => void
  /** undefined where the device has no folders to choose. */
  onPickFolder: (() => void) | undefined
}

/** The circle's name, and the ways into its time. */
export function TimelineHead({ circle, months, month, at, mayAdd, onPick, onPickFolder }: TimelineHeadProps) {
  const { t, language } = useTranslation()
  // undefined until the sheet is wanted for the first time.
  const [choosing, setChoosing] = useState<boolean>()
  const params = { circleId: circle.id }
  return (
    <header className="flex flex-wrap items-center sm:gap-x-2 sm:gap-y-1">
      {/* On a phone a line of its own: beside the ways into its time, most names would be cut. */}
      <h1 className="min-w-0 grow basis-full truncate py-1 text-2xl sm:basis-0">{circle.name}</h1>
      <div className="-ml-2.5 flex sm:ml-0 sm:gap-x-2">
        {mayAdd && (
          <IconButton
            label={t('timeline.addPhotos')}
            icon={<ImagePlus size={22} aria-hidden="true" />}
            onClick={onPick}
          />
        )}
        {mayAdd && onPickFolder && (
          <IconButton
            label={t('timeline.addFolder')}
            icon={<FolderUp size={22} aria-hidden="true" />}
            onClick={onPickFolder}
          />
        )}
        {months.length > 0 && (
          <IconButton
            label={t('timeline.months')}
            icon={<CalendarDays size={22} aria-hidden="true" />}
            onClick={() => setChoosing(true)}
          />
        )}
        {can(circle.role, 'media.changeDates') && (
          <Suspense>
            <DoubtfulBadge circleId={circle.id} />
          </Suspense>
        )}
        {can(circle.role, 'keep.restore') && (
          <Link
            to="/c/$circleId/trash"
            params={params}
            aria-label={t('timeline.openTrash')}
            className="grid size-11 place-items-center rounded-full text-muted transition-colors hover:bg-sunk hover:text-ink"
          >
            <Trash2 size={21} aria-hidden="true" />
          </Link>
        )}
      </div>
      {at !== undefined && (
        <div className="flex w-full flex-wrap items-center gap-3">
          <p className="text-muted text-sm">
            {t('timeline.atMonth', {
              month: at.length > 7 ? formatShortDay(at, language) : formatMonth(at, language),
            })}
          </p>
          <Button asChild tone="secondary">
            <Link to="/c/$circleId" params={params}>
              <ArrowUpToLine size={18} aria-hidden="true" />
              {t('timeline.toNewest')}
            </Link>
          </Button>
        </div>
      )}
      {choosing !== undefined && (
        <Suspense>
          <MonthSheet
            circleId={circle.id}
            months={months}
            current={month}
            open={choosing}
            onOpenChange={setChoosing}
          />
        </Suspense>
      )}
    </header>
  )
}
