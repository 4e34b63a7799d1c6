import type { KeepView } from '@kinkeep/contracts/keeps'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { ListError } from '../../components/list-error.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { useIsWide } from '../../lib/use-is-wide.ts'
import { DayHeader } from './day-header.tsx'
import { NewKeepsChip } from './new-keeps-chip.tsx'
import { type TimelineRowActions, TimelineRowView } from './timeline-row-view.tsx'
import { rememberTimelineRows, rowGap, type TimelineRow } from './timeline-rows.ts'
import { useScrollY } from './use-scroll-y.ts'
import type { Timeline } from './use-timeline.ts'
import { useUnseen } from './use-unseen.ts'
import { useWidth } from './use-width.ts'

export interface TimelineListProps extends TimelineRowActions {
  timeline: Timeline
  userId: string | undefined
  /** The month or day that was jumped to. */
  at: string | undefined
  /** Told when another day comes to the top. */
  onDay: (day: string) => void
  /** What stands after the last one, where that is not the beginning of it all. */
  atEnd?: string
}

/** Rows from an end of the list at which more is fetched. */
const nearEnd = 10
/** Pixels of the bar that the shell has on top of a narrow page. */
const topBar = 56
/** Pixels that the day in sight covers. */
const dayBar = 48
/** Pixels from the top that count as being there. */
const nearTop = 80

/** The keeps as a virtual list on the window's own scroll, with the day of the top row always in sight. */
export function TimelineList({ timeline, userId, at, onDay, atEnd, ...actions }: TimelineListProps) {
  const { t } = useTranslation()
  const { keeps, older, newer } = timeline
  const column = useRef<HTMLDivElement>(null)
  const width = useWidth(column)
  const [timelineRows] = useState(rememberTimelineRows)
  const rows = useMemo(() => (width === 0 ? [] : timelineRows(keeps, width)), [timelineRows, keeps, width])
  const [margin, setMargin] = useState(0)
  useLayoutEffect(() => setMargin(column.current?.offsetTop ?? 0), [])

  const inset = useIsWide() ? 0 : topBar
  const scrollY = useScrollY()
  const problem = [older, newer].find(({ error }) => error !== null) ?? null
  const isAtTop = scrollY.current < nearTop && at === undefined
  // The same function while the rows are: for another one, the list measures all of them again.
  const keyOf = useCallback((index: number) => rows[index]?.key ?? index, [rows])
  const list = useWindowVirtualizer({
    count: rows.length,
    estimateSize: (index) => estimate(rows[index]),
    getItemKey: keyOf,
    scrollMargin: margin,
    overscan: 3,
    gap: rowGap,
    scrollPaddingStart: inset,
    // What comes in above must not move what somebody looks at, except at the very top of all, where it is awaited.
    anchorTo: isAtTop ? 'start' : 'end',
  })
  const items = list.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  const topIndex = list.getVirtualItemForOffset((list.scrollOffset ?? 0) + inset + dayBar / 2)?.index ?? 0
  const top = rows[topIndex]

  useEffect(() => {
    if (rows.length === 0) return
    if (last >= rows.length - nearEnd) loadMore(older)
    if (first <= nearEnd) loadMore(newer)
  })

  // What was jumped to goes to the top once there is something above it; from then on the person scrolls.
  const hasArrived = useRef(at === undefined)
  useLayoutEffect(() => {
    if (hasArrived.current || !newer.isRead || rows.length === 0) return
    hasArrived.current = true
    const index = rows.findIndex(({ day }) => day.slice(0, at?.length) <= (at ?? ''))
    if (index > 0) list.scrollToIndex(index, { align: 'start' })
    scrollY.current = window.scrollY
  })
  // After it, and by where the window is: the list hears of its own scrolling a frame later.
  useEffect(() => {
    if (!hasArrived.current) return
    const seen = rows[list.getVirtualItemForOffset(scrollY.current + inset + dayBar / 2)?.index ?? 0]
    if (seen) onDay(seen.day)
  }, [list, rows, topIndex, inset, onDay, scrollY])

  const topKeep = isAtTop ? undefined : firstKeepOf(rows, topIndex)
  const unseen = useUnseen(keeps, topKeep ? keeps.indexOf(topKeep) : 0, userId)

  return (
    <>
      <div aria-hidden="true" className="sticky top-14 z-20 -mx-4 h-0 lg:top-0">
        {top && !isAtTop && (
          <div className="border-line border-b bg-paper/95 px-4 py-2.5 backdrop-blur">
            <DayHeader day={top.day} precision={top.precision} level={null} />
          </div>
        )}
      </div>
      <NewKeepsChip count={unseen} />
      <div ref={column} className="relative" style={{ height: list.getTotalSize() }}>
        {items.map(({ key, index, start }) => {
          const row = rows[index]
          return (
            row && (
              <div
                key={key}
                ref={list.measureElement}
                data-index={index}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${start - margin}px)` }}
              >
                <TimelineRowView row={row} width={width} {...actions} />
              </div>
            )
          )
        })}
      </div>
      {problem !== null && <ListError error={problem.error} onRetry={problem.loadMore} />}
      <p role="status" className="py-10 text-center text-muted text-sm">
        {older.isLoading ? t('timeline.loadingMore') : !older.hasMore && (atEnd ?? t('timeline.beginning'))}
      </p>
    </>
  )
}

/** By itself only as long as nothing is wrong: a server in trouble is not asked again and again. */
function loadMore({ hasMore, isLoading, error, loadMore }: Timeline['older']): void {
  if (hasMore && !isLoading && error === null) loadMore()
}

/** The first keep from a row on; a heading stands before its own. */
function firstKeepOf(rows: readonly TimelineRow[], index: number): KeepView | undefined {
  const row = rows[index]
  if (row?.type === 'day') return firstKeepOf(rows, index + 1)
  return row?.type === 'photos' ? row.tiles[0]?.keep : row?.keep
}

/** Pixels, close enough that little moves when a card is measured. */
function estimate(row: TimelineRow | undefined): number {
  if (!row || row.type === 'day') return 76
  return row.type === 'photos' ? row.height : estimateCard(row.keep)
}

function estimateCard({ body, media, title }: KeepView): number {
  const lines = Math.ceil((body?.length ?? 0) / 70)
  const photos = media.length === 0 ? 0 : media.length === 1 ? 520 : 230 * Math.ceil(media.length / 3)
  return 110 + lines * 28 + photos + (title ? 56 : 0)
}
