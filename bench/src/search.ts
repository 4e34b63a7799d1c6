import { type ServerProcess, startBenchStack } from './bench-stack.ts'
import { fillCircle } from './fill-circle.ts'
import { type FoundCircle, fillFound, wordOf } from './fill-found.ts'
import { type LoadResult, load } from './load.ts'
import type { Finding, Report } from './report.ts'
import type { Sizes } from './sizes.ts'
import { show, spreadOf } from './statistics.ts'

/** Requests a second at which any procedure has its bar. */
const calmRate = 100
/** The size at which a search has its bar. */
const searchedKeeps = 100_000

interface Target {
  what: string
  circle: FoundCircle
  paths: readonly string[]
  loads: LoadResult[]
}

/** What a circle is searched for: a page of each filter at every size, and words, days and months in a large family. */
export async function search({ keeps, rounds, seconds }: Sizes): Promise<Report> {
  const stack = await startBenchStack()
  try {
    const circles: FoundCircle[] = []
    for (const count of keeps) {
      circles.push(await fillFound(stack.database, await fillCircle(stack.database, count)))
    }
    await stack.database.query('vacuum analyze')
    const server = await stack.startServer()
    const searched = circles.findLast((circle) => circle.keeps <= searchedKeeps)
    const filters = circles.flatMap((circle) => filtersOf(circle))
    const words = searched ? wordsOf(searched) : []
    for (const target of [...filters, ...words]) await measure(server, target, 1)
    for (const target of [...filters, ...words]) target.loads = []
    for (let round = 0; round < rounds; round += 1) {
      for (const target of filters) await measure(server, target, seconds)
      for (const target of words) await measure(server, target, seconds, calmRate)
    }
    return {
      rows: [...filters, ...words].map(toRow),
      findings: [...compare(filters, circles), ...words.map(judge)],
    }
  } finally {
    await stack.stop()
  }
}

async function measure(
  server: ServerProcess,
  target: Target,
  seconds: number,
  perSecond?: number,
): Promise<void> {
  const { paths, circle } = target
  target.loads.push(await load({ origin: server.origin, paths, cookie: circle.cookie }, seconds, perSecond))
}

function pathOf(procedure: string, input: object): string {
  return `/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`
}

function filtersOf(circle: FoundCircle): Target[] {
  const { childId, tag, albumId } = circle.rare
  const filters: Record<string, object> = {
    'a child that is often seen': circle.common,
    'a rare child': { childId },
    'a rare tag': { tag },
    'a small album': { albumId },
    favourites: { favourites: true },
    'few videos': { hasVideos: true },
    'a rare child, an album, videos and favourites': { childId, albumId, hasVideos: true, favourites: true },
  }
  return Object.entries(filters).map(([what, filter]) => ({
    ...{ what, circle, loads: [] },
    paths: [pathOf('keeps.list', { circleId: circle.id, limit: 20, ...filter })],
  }))
}

function wordsOf(circle: FoundCircle): Target[] {
  const ranks = Array.from({ length: 50 }, (_, place) => 20 + place * 80)
  const found = (what: string, texts: readonly string[], more: object = {}): Target => ({
    ...{ what, circle, loads: [] },
    paths: texts.map((text) => pathOf('keeps.search', { circleId: circle.id, text, ...more })),
  })
  return [
    found(
      'search: one word and the beginning of another',
      ranks.map((rank) => `${wordOf(rank)} ${wordOf(rank / 4).slice(0, 3)}`),
    ),
    found(
      'search: words that are said seldom',
      ranks.map((rank) => wordOf(rank + 900)),
    ),
    found(
      'search: two words and a child',
      ranks.map((rank) => `${wordOf(rank % 300)} ${wordOf(rank)} Mila`),
    ),
    found(
      'search: two words together',
      ranks.map((rank) => `"${wordOf(rank % 100)} ${wordOf(rank)}"`),
    ),
    found(
      'search: a word of one child, with photos',
      ranks.map((rank) => wordOf(rank)),
      {
        childId: circle.common.childId,
        hasPhotos: true,
      },
    ),
    found('search: the words that are said most', [0, 1, 2, 3].map(wordOf)),
    {
      ...{ what: 'tags', circle, loads: [] },
      paths: ['', 'b', 'д'].map((startsWith) =>
        pathOf('keeps.tags', { circleId: circle.id, ...(startsWith && { startsWith }) }),
      ),
    },
    {
      ...{ what: 'on this day', circle, loads: [] },
      paths: [pathOf('keeps.onThisDay', { circleId: circle.id })],
    },
    {
      ...{ what: 'calendar', circle, loads: [] },
      paths: [2001, 2010, 2024].map((year) =>
        pathOf('keeps.calendar', { circleId: circle.id, month: `${year}-07` }),
      ),
    },
  ]
}

/** Each filter's p95 in the largest circle against the smallest. */
function compare(targets: readonly Target[], circles: readonly FoundCircle[]): Finding[] {
  const [small, large] = [circles[0], circles.at(-1)]
  return targets
    .filter((target) => target.circle === large)
    .flatMap((target) => {
      const base = targets.find((other) => other.circle === small && other.what === target.what)
      if (!base) return []
      const ratio = spreadOf(
        target.loads.map(({ p95 }, round) => p95 / (base.loads[round]?.p95 ?? Number.NaN)),
      )
      const what = `p95 of a page of ${target.what}, ${target.circle.keeps} keeps against ${base.circle.keeps}`
      return [{ what, value: ratio.median, shown: show(ratio, 2), bar: { atMost: 1.3 } }]
    })
}

function judge({ what, circle, loads }: Target): Finding {
  const p95 = spreadOf(loads.map((each) => each.p95))
  return {
    what: `${what}, ${circle.keeps} keeps, p95 ms at ${calmRate} a second`,
    value: p95.median,
    shown: show(p95, 1),
    bar: { atMost: 60 },
  }
}

function toRow({ what, circle, loads }: Target) {
  return {
    what,
    keeps: circle.keeps,
    'req/s': show(spreadOf(loads.map((each) => each.requestsPerSecond))),
    'p50 ms': show(spreadOf(loads.map((each) => each.p50)), 1),
    'p95 ms': show(spreadOf(loads.map((each) => each.p95)), 1),
  }
}
