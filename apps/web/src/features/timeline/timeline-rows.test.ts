import type { KeepView } from '@kinkeep/contracts/keeps'
import { expect, test } from 'vitest'
import { justify } from './justify.ts'
import { rememberTimelineRows, timelineRows } from './timeline-rows.ts'

let count = 0
function newKeep(happenedAt: string, change: Partial<KeepView> = {}): KeepView {
  count += 1
  const media = {
    ...{ id: `m${count}`, state: 'ready' as const, failure: null, name: 'a.jpg' },
    ...{ width: 400, height: 300, thumbHash: null },
    ...{ kind: 'photo' as const, durationMs: null, version: 1, rotation: 0, liveId: null },
  }
  return {
    ...{ id: `k${count}`, kind: 'media', title: null, body: null, milestone: null, happenedAt },
    ...{ happenedOffset: null, dateSource: 'exif', author: null, media: [media], createdAt: '' },
    ...{ editedAt: null, trashedAt: null, visibility: 'circle', childIds: [], petIds: [] },
    ...{ tags: [], datePrecision: 'time', toldBy: null, isFavourite: false },
    ...{ reactions: { like: 0, love: 0, laugh: 0, wow: 0, celebrate: 0 }, myReaction: null, commentCount: 0 },
    ...change,
  }
}

test('every row but the last fills the column, no picture is lost, heights stay near the target', () => {
  const ratios = Array.from({ length: 97 }, (_, index) => [0.66, 1.5, 1, 1.78, 0.75][index % 5] ?? 1)
  const rows = justify(ratios, { width: 960, gap: 6, target: 236 })
  expect(rows.flatMap(({ widths }) => widths)).toHaveLength(97)
  for (const { widths, height } of rows.slice(0, -1)) {
    const filled = widths.reduce((sum, width) => sum + width, 6 * (widths.length - 1))
    expect(filled).toBeCloseTo(960, 3)
    expect(height).toBeGreaterThan(150)
    expect(height).toBeLessThan(330)
  }
})

test('a single picture is not blown up, a wide one not wider than the column', () => {
  expect(justify([1], { width: 960, gap: 6, target: 236 })).toEqual([
    { start: 0, height: 236, widths: [236] },
  ])
  const [panorama] = justify([2.6], { width: 358, gap: 6, target: 150 })
  expect(panorama?.widths[0]).toBeLessThanOrEqual(358)
})

test('photos of one day share rows, and a note between two days has its own', () => {
  const rows = timelineRows(
    [
      newKeep('2025-07-12T18:00:00'),
      newKeep('2025-07-12T09:00:00'),
      newKeep('2025-07-11T23:30:00', { kind: 'note', body: 'Storm', media: [] }),
      newKeep('2025-07-11T08:00:00'),
    ],
    960,
  )
  expect(rows.map(({ type, day }) => `${type} ${day}`)).toEqual([
    'day 2025-07-12',
    'photos 2025-07-12',
    'day 2025-07-11',
    'keep 2025-07-11',
    'photos 2025-07-11',
  ])
  expect(rows[1]).toMatchObject({ tiles: [{ media: { id: 'm1' } }, { media: { id: 'm2' } }] })
})

test('a caption makes a photo a card', () => {
  const rows = timelineRows([newKeep('2025-07-12T18:00:00', { body: 'At the lake' })], 960)
  expect(rows.map(({ type }) => type)).toEqual(['day', 'keep'])
})

test('what is not known to the day stands behind the day on which it begins, the better known first, each under its own heading', () => {
  const rough = (datePrecision: KeepView['datePrecision']) =>
    newKeep('1970-01-01T00:00:00', { datePrecision, kind: 'note', body: datePrecision, media: [] })
  const rows = timelineRows(
    [
      newKeep('1970-01-02T10:00:00'),
      newKeep('1970-01-01T10:00:00'),
      rough('decade'),
      rough('month'),
      rough('day'),
      rough('year'),
      rough('month'),
      newKeep('1969-12-31T10:00:00'),
    ],
    960,
  )
  expect(rows.map(({ type, day, precision }) => `${type} ${day.slice(5)} ${precision}`)).toEqual([
    'day 01-02 day',
    'photos 01-02 day',
    'day 01-01 day',
    'photos 01-01 day',
    'keep 01-01 day',
    'day 01-01 month',
    'keep 01-01 month',
    'keep 01-01 month',
    'day 01-01 year',
    'keep 01-01 year',
    'day 01-01 decade',
    'keep 01-01 decade',
    'day 12-31 day',
    'photos 12-31 day',
  ])
  expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length)
})

test('remembered rows are those that would be made anew, whatever came, went or changed', () => {
  const day = (index: number) =>
    new Date(Date.UTC(2025, 11, 31 - Math.floor(index / 3))).toISOString().slice(0, 10)
  const all = Array.from({ length: 120 }, (_, index) =>
    newKeep(`${day(index)}T12:00:00`, index % 7 === 0 ? { body: 'A note', kind: 'note', media: [] } : {}),
  )
  const remembered = rememberTimelineRows()
  const first = remembered(all.slice(0, 50), 900)
  const more = remembered(all, 900)
  expect(more).toEqual(timelineRows(all, 900))
  expect(more[0]).toBe(first[0])
  const without = all.filter((_, index) => index !== 60)
  expect(remembered(without, 900)).toEqual(timelineRows(without, 900))
  const changed = without.map((keep, index) => (index === 3 ? { ...keep, body: 'Said later' } : keep))
  expect(remembered(changed, 900)).toEqual(timelineRows(changed, 900))
  const withNew = [newKeep('2026-01-01T10:00:00'), ...changed]
  expect(remembered(withNew, 900)).toEqual(timelineRows(withNew, 900))
  expect(remembered(withNew, 400)).toEqual(timelineRows(withNew, 400))
  expect(remembered(withNew.slice(0, 20), 400)).toEqual(timelineRows(withNew.slice(0, 20), 400))
  expect(remembered([], 400)).toEqual([])
})
