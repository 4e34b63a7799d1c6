import type { KeepFilter } from '@kinkeep/contracts/keeps'
import { X } from 'lucide-react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { useFilterNames } from './use-filter-names.ts'

export interface FilterChipsProps {
  circleId: string
  filter: KeepFilter
  onChange: (filter: KeepFilter) => void
}

/** What is asked for, each to be taken away by itself. */
export function FilterChips({ circleId, filter, onChange }: FilterChipsProps) {
  const { t } = useTranslation()
  const names = useFilterNames(circleId, filter)
  if (names.length === 0) return null
  return (
    <ul aria-label={t('browse.chosen')} className="flex flex-wrap items-center gap-2">
      {names.map(({ key, name }) => (
        <li key={key} className="max-w-full">
          <button
            type="button"
            aria-label={t('browse.remove', { name })}
            onClick={() =>
              onChange(Object.fromEntries(Object.entries(filter).filter(([each]) => each !== key)))
            }
            className="inline-flex min-h-11 max-w-full items-center gap-2 rounded-full bg-accent-soft py-1.5 pr-3 pl-4 font-medium text-accent text-sm hover:bg-sunk"
          >
            <span className="truncate">{name}</span>
            <X size={16} aria-hidden="true" className="shrink-0" />
          </button>
        </li>
      ))}
      <li>
        <button
          type="button"
          onClick={() => onChange({})}
          className="min-h-11 rounded-full px-3 font-medium text-muted text-sm hover:bg-sunk hover:text-ink"
        >
          {t('browse.clear')}
        </button>
      </li>
    </ul>
  )
}
