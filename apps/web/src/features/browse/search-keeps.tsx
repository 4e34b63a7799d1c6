import type { KeepFilter } from '@kinkeep/contracts/keeps'
import { limits } from '@kinkeep/contracts/limits'
import { Button } from '@kinkeep/ui/button'
import { EmptyState } from '@kinkeep/ui/empty-state'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { TextField } from '@kinkeep/ui/text-field'
import { useNavigate } from '@tanstack/react-router'
import { ListFilter, Search } from 'lucide-react'
import { useEffect, useState } from 'react'
import { ListError } from '../../components/list-error.tsx'
import { LoadMore } from '../../components/load-more.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { nextCursorOf } from '../timeline/timeline-queries.ts'
import { FilterChips } from './filter-chips.tsx'
import { FilterSheet } from './filter-sheet.tsx'
import { SearchHit } from './search-hit.tsx'

export interface SearchKeepsProps {
  circleId: string
  text: string
  filter: KeepFilter
}

/** After so many ms without a key what was typed is looked for. */
const pause = 300

/** Words that were said somewhere, found while they are typed. The address has them, so that going back finds them again. */
export function SearchKeeps({ circleId, text, filter }: SearchKeepsProps) {
  const { t } = useTranslation()
  const navigate = useNavigate({ from: '/c/$circleId/browse' })
  const [typed, setTyped] = useState(text)
  const [seen, setSeen] = useState(text)
  const [isChoosing, setChoosing] = useState(false)
  // Another address: somebody went back.
  if (seen !== text) {
    setSeen(text)
    if (typed.trim() !== text) setTyped(text)
  }
  const wanted = typed.trim()
  useEffect(() => {
    if (wanted === text) return
    const timer = setTimeout(() => {
      setSeen(wanted)
      void navigate({ search: { ...filter, ...(wanted && { text: wanted }) }, replace: true })
    }, pause)
    return () => clearTimeout(timer)
  }, [wanted, text, filter, navigate])
  const choose = (chosen: KeepFilter) =>
    void navigate({ search: { ...chosen, ...(text && { text }) }, replace: true })
  const query = trpc.keeps.search.useInfiniteQuery(
    { circleId, text: text || '-', limit: 20, ...filter },
    { getNextPageParam: nextCursorOf, enabled: text !== '' },
  )
  const hits = text === '' ? undefined : query.data?.pages.flatMap(({ items }) => items)
  return (
    <div className="flex flex-col gap-5">
      <search className="flex flex-col gap-3">
        <TextField
          name="text"
          type="search"
          label={t('browse.searchLabel')}
          hint={t('browse.searchHint')}
          error={null}
          value={typed}
          maxLength={limits.searchLength}
          autoComplete="off"
          enterKeyHint="search"
          autoFocus={text === ''}
          onChange={({ target }) => setTyped(target.value)}
        />
        <div className="flex flex-wrap items-center gap-2">
          <Button tone="secondary" aria-haspopup="dialog" onClick={() => setChoosing(true)}>
            <ListFilter size={18} aria-hidden="true" />
            {t('browse.filter')}
          </Button>
          <FilterChips {...{ circleId, filter }} onChange={choose} />
        </div>
      </search>
      <p role="status" className="sr-only">
        {hits && (query.hasNextPage ? t('browse.manyFound') : t('browse.found', { count: hits.length }))}
      </p>
      {query.error && text !== '' && <ListError error={query.error} onRetry={() => void query.refetch()} />}
      {text !== '' && query.isLoading && <Waiting />}
      {hits?.length === 0 && (
        <EmptyState
          picture={<Search size={40} />}
          title={t('browse.nothingFoundTitle')}
          text={t('browse.nothingFoundText')}
        />
      )}
      {hits && hits.length > 0 && (
        <ul className="flex flex-col gap-3">
          {hits.map((hit) => (
            <li key={hit.keep.id}>
              <SearchHit {...{ circleId, hit }} />
            </li>
          ))}
        </ul>
      )}
      {hits && <LoadMore query={query} />}
      {isChoosing && (
        <FilterSheet
          {...{ circleId, filter }}
          onClose={() => setChoosing(false)}
          onChange={(chosen) => {
            setChoosing(false)
            choose(chosen)
          }}
        />
      )}
    </div>
  )
}

function Waiting() {
  return (
    <div aria-hidden="true" className="flex flex-col gap-3">
      {[0, 1, 2].map((each) => (
        <Skeleton key={each} className="h-30" />
      ))}
    </div>
  )
}
