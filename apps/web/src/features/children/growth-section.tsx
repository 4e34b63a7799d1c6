import type { ChildView } from '@kinkeep/contracts/children'
import type { Units } from '@kinkeep/contracts/units'
import { Button } from '@kinkeep/ui/button'
import { SegmentedControl } from '@kinkeep/ui/segmented-control'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { Plus } from 'lucide-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { ListError } from '../../components/list-error.tsx'
import { Section } from '../../components/section.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { nextCursorOf } from '../timeline/timeline-queries.ts'
import { measurementsOf } from './children-queries.ts'
import { GrowthChart } from './growth-chart.tsx'
import { growthRows } from './growth-rows.ts'
import { type GrowthMeasure, growthMeasures } from './growth-standards.ts'
import { GrowthTable } from './growth-table.tsx'

const AddMeasurement = lazy(() => import('./add-measurement.tsx'))

export interface GrowthSectionProps {
  circleId: string
  child: ChildView
  units: Units
}

/** How a child grows: a chart and its table for each of three measures. Fetched with the standards when it is seen. */
export default function GrowthSection({ circleId, child, units }: GrowthSectionProps) {
  const translation = useTranslation()
  const { t } = translation
  const [adding, setAdding] = useState(false)
  const [measure, setMeasure] = useState<GrowthMeasure>('height')
  const query = trpc.circles.children.measurements.useInfiniteQuery(measurementsOf(circleId, child.id), {
    getNextPageParam: nextCursorOf,
  })
  const { hasNextPage, isFetchingNextPage, fetchNextPage, isError } = query
  // A chart of half of it would tell something else.
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isError) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, isError, fetchNextPage])
  const all = query.data && !hasNextPage ? query.data.pages.flatMap(({ items }) => items) : undefined
  const rows = all && growthRows(all, measure, { child, units, ...translation })
  return (
    <Section title={t('children.growth')}>
      {query.error && !all && <ListError error={query.error} onRetry={() => void query.refetch()} />}
      {!all && !query.error && <Skeleton className="h-96 w-full rounded-lg" />}
      {all?.length === 0 && <p className="text-muted text-sm">{t('children.growthNone')}</p>}
      {all && all.length > 0 && (
        <>
          <div className="max-w-md print:hidden">
            <SegmentedControl
              label={t('children.growth')}
              hideLabel
              value={measure}
              options={growthMeasures.map((value) => ({ value, label: t(`children.kinds.${value}`) }))}
              onChange={setMeasure}
            />
          </div>
          {rows?.length === 0 && <p className="mt-6 text-muted text-sm">{t('children.noneOfKind')}</p>}
          {rows && rows.length > 0 && (
            <div className="mt-6">
              <GrowthChart key={measure} {...{ measure, rows, units }} name={child.name} sex={child.sex} />
              <p className="mt-2 text-muted text-xs">
                {t(child.sex === null ? 'children.noSex' : 'children.lines')}
              </p>
              <GrowthTable circleId={circleId} child={child} measure={measure} rows={rows} />
            </div>
          )}
        </>
      )}
      {child.mayChange && (
        <div className="mt-4 print:hidden">
          <Button tone="secondary" onClick={() => setAdding(true)}>
            <Plus size={20} aria-hidden="true" />
            {t('children.measure')}
          </Button>
        </div>
      )}
      {adding && (
        <Suspense>
          <AddMeasurement circleId={circleId} child={child} units={units} onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </Section>
  )
}
