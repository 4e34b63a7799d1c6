import type { ChildView } from '@kinkeep/contracts/children'
import { Button } from '@kinkeep/ui/button'
import { ConfirmDialog } from '@kinkeep/ui/confirm-dialog'
import { IconButton } from '@kinkeep/ui/icon-button'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import type { GrowthRow } from './growth-rows.ts'
import type { GrowthMeasure } from './growth-standards.ts'

/** Rows that are there at once: whoever measures every week has hundreds. */
const newest = 10

export interface GrowthTableProps {
  circleId: string
  child: ChildView
  measure: GrowthMeasure
  rows: readonly GrowthRow[]
}

/** What the chart draws, in words; newest first. Measurements are taken away here. */
export function GrowthTable({ circleId, child, measure, rows }: GrowthTableProps) {
  const { t, language } = useTranslation()
  const cache = trpc.useUtils()
  const [going, setGoing] = useState<GrowthRow>()
  const [showsAll, setShowsAll] = useState(false)
  const remove = trpc.circles.children.removeMeasurement.useMutation({
    onSuccess: async () => {
      await cache.circles.children.measurements.invalidate({ circleId, childId: child.id })
      setGoing(undefined)
      showToast({ tone: 'done', text: t('children.removed') })
    },
  })
  const isLong = rows.length > newest + 2
  const withPercentiles = rows.some(({ percentile }) => percentile !== null)
  const cell = 'py-2 pr-3 text-left align-middle'
  return (
    <>
      <table tabIndex={-1} className="mt-5 w-full text-sm">
        <caption className="sr-only">
          {t('children.tableOf', { kind: t(`children.kinds.${measure}`), name: child.name })}
        </caption>
        <thead className="border-line border-b text-muted text-xs">
          <tr>
            <th scope="col" className={cell}>
              {t('children.date')}
            </th>
            <th scope="col" className={cell}>
              {t('children.value')}
            </th>
            {withPercentiles && (
              <th scope="col" className={cell}>
                {t('children.percentile')}
              </th>
            )}
            {child.mayChange && (
              <th scope="col" className="print:hidden">
                <span className="sr-only">{t('children.removeConfirm')}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.toReversed().map((row, index) => (
            // On paper all of them are there.
            <tr
              key={row.id}
              className={isLong && !showsAll && index >= newest ? 'hidden print:table-row' : ''}
            >
              <th scope="row" className={`${cell} font-normal`}>
                <span className="block whitespace-nowrap">{row.date}</span>
                <span className="block text-muted text-xs">{row.age}</span>
              </th>
              <td className={cell}>{row.text}</td>
              {withPercentiles && <td className={cell}>{row.percentile ?? '–'}</td>}
              {child.mayChange && (
                <td className="w-11 print:hidden">
                  <IconButton
                    label={t('children.removeMeasurement', { date: row.date })}
                    icon={<Trash2 size={18} aria-hidden="true" />}
                    onClick={() => setGoing(row)}
                  />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {isLong && (
        <div className="mt-2 -ml-4 sm:-ml-5 print:hidden">
          <Button tone="quiet" aria-expanded={showsAll} onClick={() => setShowsAll(!showsAll)}>
            {showsAll ? t('children.showNewest') : t('children.showAll', { count: rows.length })}
          </Button>
        </div>
      )}
      <ConfirmDialog
        open={going !== undefined}
        onOpenChange={(isOpen) => {
          if (!isOpen) setGoing(undefined)
          remove.reset()
        }}
        title={t('children.removeTitle')}
        description={t('children.removeText', { date: going?.date ?? '' })}
        confirmLabel={t('children.removeConfirm')}
        cancelLabel={t('actions.cancel')}
        pending={remove.isPending}
        error={remove.error && errorText(remove.error, t, language)}
        onConfirm={() => going && remove.mutate({ circleId, childId: child.id, measurementId: going.id })}
      />
    </>
  )
}
