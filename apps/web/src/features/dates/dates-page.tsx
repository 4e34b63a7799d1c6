import type { KeepView } from '@kinkeep/contracts/keeps'
import { limits } from '@kinkeep/contracts/limits'
import { Button } from '@kinkeep/ui/button'
import { EmptyState } from '@kinkeep/ui/empty-state'
import { Link } from '@tanstack/react-router'
import { ArrowLeft, CalendarDays, Check } from 'lucide-react'
import { lazy, Suspense, useMemo, useState } from 'react'
import { EmptyHouse } from '../../components/empty-house.tsx'
import { LoadMore } from '../../components/load-more.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { useSelection } from '../../lib/use-selection.ts'
import { nextCursorOf } from '../timeline/timeline-queries.ts'
import { DateChanges } from './date-changes.tsx'
import { doubtfulOf } from './dates-queries.ts'
import { DoubtfulTile } from './doubtful-tile.tsx'
import { useDateChange } from './use-date-change.ts'

const FixDatesDialog = lazy(() =>
  import('./fix-dates-dialog.tsx').then(({ FixDatesDialog }) => ({ default: FixDatesDialog })),
)

/** The tray of keeps of which nobody knows when they were: chosen, and dated together. */
export function DatesPage({ circleId }: { circleId: string }) {
  const { t } = useTranslation()
  const [data, query] = trpc.media.dates.review.useSuspenseInfiniteQuery(doubtfulOf(circleId), {
    getNextPageParam: nextCursorOf,
  })
  const keeps = data.pages.flatMap(({ items }) => items)
  return (
    <main id="main" tabIndex={-1} className="mx-auto w-full max-w-5xl px-4 pt-6 pb-16 sm:px-8 lg:pt-12">
      <PageTitle text={t('dates.title')} />
      <h1 className="text-2xl">{t('dates.title')}</h1>
      <p className="mt-2 max-w-[68ch] text-muted">{t('dates.lead')}</p>
      <div className="mt-4 flex flex-col gap-8">
        <div className="-ml-4">
          <Button asChild tone="quiet">
            <Link to="/c/$circleId" params={{ circleId }}>
              <ArrowLeft size={18} aria-hidden="true" />
              {t('trash.back')}
            </Link>
          </Button>
        </div>
        {keeps.length === 0 ? (
          <EmptyState
            picture={<EmptyHouse />}
            title={t('dates.empty')}
            text={t('dates.emptyText')}
            action={null}
          />
        ) : (
          <Tray circleId={circleId} keeps={keeps} />
        )}
        <LoadMore query={query} />
        <DateChanges circleId={circleId} />
      </div>
    </main>
  )
}

function Tray({ circleId, keeps }: { circleId: string; keeps: KeepView[] }) {
  const { t } = useTranslation()
  const ids = useMemo(() => keeps.map(({ id }) => id), [keeps])
  const { chosen, toggle, clear, chooseAll, onKeyDown } = useSelection(ids)
  const [isFixing, setFixing] = useState(false)
  const confirm = useDateChange(circleId, clear)
  const keepIds = [...chosen]
  const isTooMany = chosen.size > limits.keepsPerDateChange
  return (
    <div>
      <p className="mb-3 hidden text-muted text-sm sm:block">{t('dates.howToChoose')}</p>
      <fieldset
        aria-label={t('dates.title')}
        data-choices=""
        className="grid min-w-0 grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-5"
      >
        {keeps.map((keep) => (
          <DoubtfulTile
            key={keep.id}
            {...{ circleId, keep }}
            chosen={chosen.has(keep.id)}
            onToggle={toggle}
            onKeyDown={onKeyDown}
          />
        ))}
      </fieldset>
      <div className="sticky above-bars z-20 mt-4 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border border-line bg-surface p-3 shadow-floating">
        <p role="status" className="grow basis-32 text-sm">
          {isTooMany
            ? t('dates.tooMany', { count: limits.keepsPerDateChange })
            : t('dates.chosen', { count: chosen.size })}
        </p>
        {chosen.size === 0 ? (
          <Button tone="secondary" onClick={chooseAll}>
            {t('dates.chooseAll')}
          </Button>
        ) : (
          <Button tone="quiet" onClick={clear}>
            {t('dates.chooseNone')}
          </Button>
        )}
        <Button
          tone="secondary"
          disabled={chosen.size === 0 || isTooMany}
          pending={confirm.isPending}
          onClick={() => confirm.mutate({ keepIds, change: { kind: 'confirm' } })}
        >
          <Check size={18} aria-hidden="true" />
          {t('dates.confirm')}
        </Button>
        <Button disabled={chosen.size === 0 || isTooMany} onClick={() => setFixing(true)}>
          <CalendarDays size={18} aria-hidden="true" />
          {t('dates.fix')}
        </Button>
      </div>
      <Suspense>
        {isFixing && (
          <FixDatesDialog
            {...{ circleId, keepIds }}
            onClose={() => setFixing(false)}
            onDone={() => {
              setFixing(false)
              clear()
            }}
          />
        )}
      </Suspense>
    </div>
  )
}
