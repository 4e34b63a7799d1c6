import type { TimelineView } from '@kinkeep/contracts/keeps'
import { Dialog } from '@kinkeep/ui/dialog'
import { Link } from '@tanstack/react-router'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { formatMonthName } from './wall-date.ts'

export interface MonthSheetProps {
  circleId: string
  months: TimelineView['months']
  /** The month in sight, `2019-07`. */
  current: string | undefined
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** All months that have keeps, by year: links, so that they are in everybody's reach. */
export function MonthSheet({ open, onOpenChange, ...list }: MonthSheetProps) {
  const { t } = useTranslation()
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('timeline.months')}
      description={null}
      closeLabel={t('actions.close')}
    >
      <MonthList {...list} onChosen={() => onOpenChange(false)} />
    </Dialog>
  )
}

/** On its own, so that nothing of it is made while the sheet is closed: a childhood has hundreds of months. */
function MonthList({
  circleId,
  months,
  current,
  onChosen,
}: Pick<MonthSheetProps, 'circleId' | 'months' | 'current'> & { onChosen: () => void }) {
  const { t, language } = useTranslation()
  const years = Map.groupBy(months, ({ month }) => month.slice(0, 4))
  return (
    <div className="flex flex-col gap-6">
      {[...years].map(([year, some]) => (
        <section key={year} aria-label={year}>
          <h3 className="font-semibold font-serif text-lg">{year}</h3>
          <ul className="mt-2 grid grid-cols-2 gap-2">
            {some.map(({ month, keeps }) => (
              <li key={month}>
                <Link
                  to="/c/$circleId"
                  params={{ circleId }}
                  search={month === months[0]?.month ? {} : { at: month }}
                  onClick={onChosen}
                  aria-current={month === current ? 'date' : undefined}
                  className="flex min-h-13 flex-col justify-center rounded-md bg-sunk px-3.5 py-1.5 hover:bg-accent-soft aria-[current]:bg-accent-soft aria-[current]:text-accent"
                >
                  <span className="font-medium text-sm">{formatMonthName(month, language)}</span>
                  <span className="text-muted text-xs">{t('timeline.monthKeeps', { count: keeps })}</span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}
