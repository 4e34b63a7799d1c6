import { type BenchStack, type ServerProcess, startBenchStack } from './bench-stack.ts'
import { fillPeople, type PeopledCircle } from './fill-people.ts'
import { type LoadResult, load } from './load.ts'
import { readPage } from './read-page.ts'
import type { Finding, Report } from './report.ts'
import type { Sizes } from './sizes.ts'
import { statementsOf } from './statements-of.ts'
import { show, spreadOf } from './statistics.ts'

const pageSize = 20
const cursorCount = 200

/** Requests a second at which any procedure has its bar. */
const calmRate = 100

interface List {
  procedure: string
  /** Who reads it: a member where one may, since less is shown to them and more is passed over. */
  reader: keyof PeopledCircle['cookies']
  /** What a cursor is made of, from anywhere in the circle `$1`, `$2` of them. */
  cursors: string
}

const lists: readonly List[] = [
  {
    procedure: 'circles.members.list',
    reader: 'member',
    cursors: `select array[user_id::text] as cursor from memberships where circle_id = $1
      order by md5(user_id::text) limit $2`,
  },
  {
    procedure: 'circles.invitations.list',
    reader: 'admin',
    cursors:
      'select array[id::text] as cursor from invitations where circle_id = $1 order by md5(id::text) limit $2',
  },
  {
    procedure: 'circles.activity',
    reader: 'member',
    cursors: `select array[to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), id::text] as cursor
      from activities where circle_id = $1 order by md5(id::text) limit $2`,
  },
]

type Pages = 'first' | 'random'

interface Target {
  list: List
  circle: PeopledCircle
  pages: Pages
  paths: readonly string[]
  cookie: string
  /** A measurement a round, as fast as it is answered. */
  loads: LoadResult[]
  /** The same at `calmRate` a second. */
  calm: LoadResult[]
}

/** The lists of people, signed in, through the whole stack: what they cost in a circle far too large, and in a family. */
export async function people({ people: counts, rounds, seconds }: Sizes): Promise<Report> {
  const stack = await startBenchStack()
  try {
    const small = await fillPeople(stack.database, counts.small)
    const large = await fillPeople(stack.database, counts.large)
    await stack.database.query('vacuum analyze')
    const server = await stack.startServer()
    const targets: Target[] = []
    for (const list of lists) {
      targets.push(
        targetOf(list, small, 'first', [pathOf(list, small)]),
        targetOf(list, large, 'first', [pathOf(list, large)]),
        targetOf(list, large, 'random', await randomPages(stack, list, large)),
      )
    }
    for (const target of targets) await assertFull(server, target)
    for (const target of targets) await load({ origin: server.origin, ...target }, 1)
    // Every list in every round: what else the machine does then meets all of them alike.
    for (let round = 0; round < rounds; round += 1) {
      for (const target of targets) {
        target.loads.push(await load({ origin: server.origin, ...target }, seconds))
        target.calm.push(await load({ origin: server.origin, ...target }, seconds, calmRate))
      }
    }
    const statements = await statementsOf(
      stack,
      targets.map(({ paths, cookie }) => ({ path: paths[0] ?? '', cookie })),
    )
    return {
      rows: targets.map((target, place) => rowOf(target, statements[place] ?? Number.NaN)),
      findings: [
        ...lists.flatMap((list) => growthOf(targets.filter((target) => target.list === list))),
        {
          what: 'SQL statements a page, the most',
          value: Math.max(...statements),
          shown: String(Math.max(...statements)),
          bar: { atMost: 2 },
        },
      ],
    }
  } finally {
    await stack.stop()
  }
}

function targetOf(list: List, circle: PeopledCircle, pages: Pages, paths: readonly string[]): Target {
  return { list, circle, pages, paths, cookie: circle.cookies[list.reader], loads: [], calm: [] }
}

function pathOf({ procedure }: List, { id }: PeopledCircle, cursor?: string): string {
  const input = { circleId: id, limit: pageSize, ...(cursor ? { cursor } : {}) }
  return `/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`
}

/** Pages from anywhere in the circle. */
async function randomPages({ database }: BenchStack, list: List, circle: PeopledCircle): Promise<string[]> {
  const { rows } = await database.query<{ cursor: string[] }>(list.cursors, [circle.id, cursorCount])
  return rows.map(({ cursor }) =>
    pathOf(list, circle, Buffer.from(JSON.stringify(cursor)).toString('base64url')),
  )
}

/** Pages of the same length, or the comparison would be of different things. The last ones of a list are shorter. */
async function assertFull(server: ServerProcess, { list, pages, paths, cookie }: Target): Promise<void> {
  const lengths = await Promise.all(
    paths.map(async (path) => {
      const { result }: { result: { data: { items: unknown[] } } } = JSON.parse(
        await readPage(server, cookie, path),
      )
      return result.data.items.length
    }),
  )
  const full = lengths.filter((length) => length === pageSize).length
  if (full < 0.9 * lengths.length) throw new Error(`${list.procedure}, ${pages}: pages of ${lengths.join()}`)
}

function rowOf(target: Target, statements: number): Report['rows'][number] {
  const { list, circle, pages } = target
  const of = (key: keyof LoadResult) => spreadOf(target.loads.map((each) => each[key]))
  return {
    list: list.procedure,
    members: circle.members,
    pages,
    statements,
    'req/s': show(of('requestsPerSecond')),
    'p50 ms': show(of('p50'), 1),
    'p95 ms': show(of('p95'), 1),
    [`p95 ms at ${calmRate}/s`]: show(calmP95(target), 1),
  }
}

/**
 * Of the first pages of the large circle, and of any, against the one page of the small one. The time itself as well:
 * Postgres plans by the whole table, so that what reads too much for a large circle may do so for a small one beside it.
 */
function growthOf([small, ...large]: readonly Target[]): Finding[] {
  if (!small) return []
  return large.flatMap((target) => {
    const { list, pages, loads } = target
    const growth = spreadOf(loads.map(({ p95 }, round) => p95 / (small.loads[round]?.p95 ?? Number.NaN)))
    const p95 = calmP95(target)
    const what = `${list.procedure}, ${pages} pages of the large circle, p95`
    return [
      {
        what: `${what} against the small`,
        value: growth.median,
        shown: show(growth, 2),
        bar: { atMost: 1.3 },
      },
      { what: `${what} at ${calmRate}/s, ms`, value: p95.median, shown: show(p95, 1), bar: { atMost: 60 } },
    ]
  })
}

function calmP95({ calm }: Target) {
  return spreadOf(calm.map((each) => each.p95))
}
