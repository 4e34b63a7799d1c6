import type { DateChange, DatesPreview } from '@kinkeep/contracts/date-changes'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { ArrowRight } from 'lucide-react'
import { useEffect, useState } from 'react'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { formatMoment } from '../timeline/wall-date.ts'
import { offsetText } from './change-text.ts'

export interface ChangePreviewProps {
  circleId: string
  keepIds: string[]
  /** undefined while what is told is no change yet. */
  change: DateChange | undefined
}

/** Typing pauses so long, in ms, before the server is asked. */
const pause = 250

/** What a change would make of which keeps, as the server sees it; nothing is done. */
export function ChangePreview({ circleId, keepIds, change }: ChangePreviewProps) {
  const { t, language } = useTranslation()
  const { client } = useRouter().options.context
  const asked = usePaused(change && JSON.stringify(change))
  const isCurrent = change !== undefined && asked === JSON.stringify(change)
  const preview = useQuery({
    queryKey: ['dates', 'preview', circleId, keepIds, asked],
    queryFn: () =>
      client.media.dates.preview.mutate({ circleId, keepIds, change: change ?? { kind: 'confirm' } }),
    enabled: isCurrent,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })
  const { data, error } = preview
  return (
    <section
      aria-label={t('dates.preview')}
      aria-busy={preview.isFetching}
      className="rounded-lg bg-sunk p-4"
    >
      <h3 className="font-medium text-sm">{t('dates.preview')}</h3>
      <p role="status" className="mt-1 text-muted text-sm">
        {change === undefined
          ? t('dates.tellFirst')
          : error
            ? errorText(error, t, language)
            : data && summaryOf(data)}
      </p>
      {change !== undefined && data && !error && (
        <ul className="mt-2 flex flex-col gap-1 text-sm">
          {data.items.map(({ keepId, before, after }) => (
            <li key={keepId} className="flex flex-wrap items-center gap-x-2">
              <span className="text-muted">{dateOf(before)}</span>
              <ArrowRight size={15} className="shrink-0 text-muted" aria-hidden="true" />
              <span className="sr-only">{t('dates.becomes')}</span>
              <span>{dateOf(after)}</span>
            </li>
          ))}
          {data.keeps > data.items.length && (
            <li className="text-muted">{t('dates.andMore', { count: data.keeps - data.items.length })}</li>
          )}
        </ul>
      )}
    </section>
  )

  function summaryOf({ keeps, same }: DatesPreview): string {
    const changing = t('dates.willChange', { count: keeps })
    return same === 0 ? changing : `${changing} ${t('dates.willStay', { count: same })}`
  }

  function dateOf({
    happenedAt,
    happenedOffset,
    precision,
  }: DatesPreview['items'][number]['before']): string {
    const moment = formatMoment({ happenedAt, datePrecision: precision }, language)
    return happenedOffset === null || change?.kind !== 'zone'
      ? moment
      : `${moment} ${offsetText(happenedOffset)}`
  }
}

/** What was said last, once nothing else has been said for a while. */
function usePaused(value: string | undefined): string | undefined {
  const [paused, setPaused] = useState(value)
  useEffect(() => {
    const waiting = setTimeout(() => setPaused(value), pause)
    return () => clearTimeout(waiting)
  }, [value])
  return paused
}
