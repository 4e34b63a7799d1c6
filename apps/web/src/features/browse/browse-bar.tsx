import type { KeepFilter } from '@kinkeep/contracts/keeps'
import { Link, useNavigate } from '@tanstack/react-router'
import { BookImage, BookOpen, CalendarRange, Heart, ListFilter, Play, Search } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { Photo } from '../timeline/photo.tsx'
import { isFiltered } from '../timeline/timeline-search.ts'
import { FilterChips } from './filter-chips.tsx'
import { FilterSheet } from './filter-sheet.tsx'

const BookDialog = lazy(() => import('../archives/book-dialog.tsx'))

export interface BrowseBarProps {
  circleId: string
  filter: KeepFilter
  /** The month or day that was jumped to. */
  at: string | undefined
  /** The month in sight. */
  month: string | undefined
}

const item =
  'inline-flex min-h-11 shrink-0 items-center gap-2 whitespace-nowrap rounded-full border border-edge bg-surface px-4 font-medium text-sm transition-colors hover:bg-sunk aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent'

/** The ways to what one looks for, above the timeline: in one line that is as high before it is there. */
export function BrowseBar({ circleId, filter, at, month }: BrowseBarProps) {
  const { t } = useTranslation()
  const navigate = useNavigate({ from: '/c/$circleId' })
  const [isChoosing, setChoosing] = useState(false)
  const [isMakingBook, setMakingBook] = useState(false)
  const params = { circleId }
  // Another choice is another list: where one was in the last one means nothing in it.
  const choose = (wanted: KeepFilter) => void navigate({ search: wanted })
  const { favourites, ...others } = filter
  const { from, to, ...more } = filter
  // A book is of days: of what else is chosen it would hold more than is in sight.
  const isOfDays = (from ?? to) !== undefined && Object.keys(more).length === 0
  return (
    <>
      {/* Focus rings need room on all sides of what scrolls. */}
      <div className="-m-1 flex items-center gap-2 overflow-x-auto p-1 [scrollbar-width:none]">
        <Link to="/c/$circleId/browse" params={params} search={filter} className={item}>
          <Search size={18} aria-hidden="true" />
          {t('browse.search')}
        </Link>
        <button type="button" className={item} aria-haspopup="dialog" onClick={() => setChoosing(true)}>
          <ListFilter size={18} aria-hidden="true" />
          {t('browse.filter')}
        </button>
        <button
          type="button"
          aria-pressed={favourites === true}
          className={item}
          onClick={() => choose(favourites ? others : { ...others, favourites: true })}
        >
          <Heart size={18} aria-hidden="true" />
          {t('browse.favourites')}
        </button>
        <Link
          to="/c/$circleId/browse"
          params={params}
          search={{ view: 'calendar', ...(month && { month }) }}
          className={item}
        >
          <CalendarRange size={18} aria-hidden="true" />
          {t('browse.calendar')}
        </Link>
        {/* Wide screens have it at the side. */}
        <Link to="/c/$circleId/albums" params={params} className={`${item} lg:hidden`}>
          <BookImage size={18} aria-hidden="true" />
          {t('shell.albums')}
        </Link>
        <Link
          to="/c/$circleId"
          params={params}
          search={{ ...filter, ...(at && { at }), slides: true }}
          resetScroll={false}
          className={item}
          activeOptions={{ exact: true, includeSearch: true }}
        >
          <Play size={18} aria-hidden="true" />
          {t('browse.slides')}
        </Link>
        {isOfDays && (
          <button type="button" className={item} aria-haspopup="dialog" onClick={() => setMakingBook(true)}>
            <BookOpen size={18} aria-hidden="true" />
            {t('archives.book.make')}
          </button>
        )}
        {!isFiltered(filter) && <ThisDay circleId={circleId} />}
      </div>
      {isFiltered(filter) && (
        <div className="mt-3">
          <FilterChips {...{ circleId, filter }} onChange={choose} />
        </div>
      )}
      {isMakingBook && (
        <Suspense>
          <BookDialog {...{ circleId }} days={{ from, to }} onClose={() => setMakingBook(false)} />
        </Suspense>
      )}
      {isChoosing && (
        <FilterSheet
          {...{ circleId, filter }}
          onClose={() => setChoosing(false)}
          onChange={(wanted) => {
            setChoosing(false)
            choose(wanted)
          }}
        />
      )}
    </>
  )
}

/** That there is something of this day in other years, with a picture of it. */
function ThisDay({ circleId }: { circleId: string }) {
  const { t } = useTranslation()
  const { data } = trpc.keeps.onThisDay.useQuery({ circleId, limit: 10 }, { staleTime: 15 * 60_000 })
  const [first] = data?.items ?? []
  if (!first) return null
  const photo = data?.items.flatMap(({ media }) => media).find(({ state }) => state === 'ready')
  return (
    <Link
      to="/c/$circleId/browse"
      params={{ circleId }}
      search={{ view: 'day' }}
      className={`${item} order-first border-sun pl-1.5`}
    >
      {photo && (
        <span className="block size-8 overflow-hidden rounded-full">
          <Photo circleId={circleId} media={photo} width={32} alt="" />
        </span>
      )}
      <span className={photo ? '' : 'pl-2.5'}>
        {t('browse.thisDayIn', { year: first.happenedAt.slice(0, 4) })}
      </span>
    </Link>
  )
}
