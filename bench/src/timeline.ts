import { fork } from 'node:child_process'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import {
  type BenchStack,
  endChild,
  freePort,
  isReady,
  type ServerProcess,
  startBenchStack,
} from './bench-stack.ts'
import { cpuSeconds } from './cpu-seconds.ts'
import { type FilledCircle, fillCircle } from './fill-circle.ts'
import { type LoadResult, load } from './load.ts'
import { readPage } from './read-page.ts'
import type { Finding, Report } from './report.ts'
import type { Sizes } from './sizes.ts'
import { statementsOf } from './statements-of.ts'
import { type Spread, show, spreadOf } from './statistics.ts'

const pageSize = 20
const cursorCount = 200

interface Measured extends LoadResult {
  /** Of the server process, for one request: steadier than its speed when a machine is busy. */
  cpuMicroseconds: number
}

interface Target {
  circle: FilledCircle
  pages: 'first' | 'random'
  paths: readonly string[]
  /** A measurement a round. */
  kinkeep: Measured[]
  raw: Measured[]
}

/** A page of 20 keeps with their media, signed in, through the whole stack against a bare server of our own. */
export async function timeline({ keeps, rounds, seconds }: Sizes): Promise<Report> {
  const stack = await startBenchStack()
  try {
    const circles: FilledCircle[] = []
    for (const count of keeps) circles.push(await fillCircle(stack.database, count))
    await stack.database.query('vacuum analyze')
    const server = await stack.startServer()
    const raw = await startRawServer(stack.databaseUrl)
    const targets: Target[] = []
    for (const circle of circles) {
      const random = await randomPages(stack, circle)
      await assertSame(server, raw, circle, random)
      targets.push({ circle, pages: 'first', paths: [pagePath(circle)], kinkeep: [], raw: [] })
      targets.push({ circle, pages: 'random', paths: random, kinkeep: [], raw: [] })
    }
    await warmUp([server, raw], targets)
    // Every circle in every round: what else the machine does then meets all of them alike.
    for (let round = 0; round < rounds; round += 1) {
      for (const target of targets) {
        target.kinkeep.push(await measure(server, target, seconds))
        target.raw.push(await measure(raw, target, seconds))
      }
    }
    const rows = targets.map(rowOf)
    const findings = targets.map(shareOf)
    findings.push(
      ...growthOf(targets),
      await statementFinding(stack, circles[0]),
      await bytesOf(server, circles[0]),
    )
    await raw.stop()
    return { rows, findings }
  } finally {
    await stack.stop()
  }
}

/** Compilers of both are done before anything counts. */
async function warmUp(servers: readonly ServerProcess[], targets: readonly Target[]): Promise<void> {
  for (const { origin } of servers) {
    for (const { paths, circle } of targets) await load({ origin, paths, cookie: circle.cookie }, 1)
  }
}

async function measure(
  { origin, pid }: ServerProcess,
  { paths, circle }: Target,
  seconds: number,
): Promise<Measured> {
  const before = await cpuSeconds([pid])
  const result = await load({ origin, paths, cookie: circle.cookie }, seconds)
  const cpu = (await cpuSeconds([pid])) - before
  return { ...result, cpuMicroseconds: (cpu * 1e6) / (result.requestsPerSecond * seconds) }
}

/** What one list is of another, round by round. */
function ratios(some: readonly Measured[], others: readonly Measured[], key: keyof Measured): Spread {
  return spreadOf(some.map((each, round) => each[key] / (others[round]?.[key] ?? Number.NaN)))
}

function rowOf({ circle, pages, kinkeep, raw }: Target): Report['rows'][number] {
  const of = (list: readonly Measured[], key: keyof Measured) => spreadOf(list.map((each) => each[key]))
  const times = (list: readonly Measured[]) =>
    (['p50', 'p95', 'p99'] as const).map((key) => of(list, key).median.toFixed(1)).join(' / ')
  return {
    keeps: circle.keeps,
    pages,
    'Kinkeep req/s': show(of(kinkeep, 'requestsPerSecond')),
    'raw req/s': show(of(raw, 'requestsPerSecond')),
    'Kinkeep CPU us': show(of(kinkeep, 'cpuMicroseconds')),
    'raw CPU us': show(of(raw, 'cpuMicroseconds')),
    'Kinkeep p50/p95/p99 ms': times(kinkeep),
    'raw p50/p95/p99 ms': times(raw),
  }
}

function shareOf({ circle, pages, kinkeep, raw }: Target): Finding {
  const share = ratios(kinkeep, raw, 'requestsPerSecond')
  const what = `${circle.keeps} keeps, ${pages} pages, share of raw`
  return { what, value: share.median, shown: show(share, 2), bar: { atLeast: 0.7 } }
}

/** From the smallest circle to the largest. */
function growthOf(targets: readonly Target[]): Finding[] {
  const random = targets.filter(({ pages }) => pages === 'random')
  const [smallest, largest] = [random[0], random.at(-1)]
  if (!smallest || !largest || smallest === largest) return []
  const growth = ratios(largest.kinkeep, smallest.kinkeep, 'p95')
  const what = `p95 at ${largest.circle.keeps} keeps against ${smallest.circle.keeps}`
  return [{ what, value: growth.median, shown: show(growth, 2), bar: { atMost: 1.3 } }]
}

function pagePath({ id }: FilledCircle, cursor?: string): string {
  const input = { circleId: id, limit: pageSize, ...(cursor ? { cursor } : {}) }
  return `/trpc/keeps.list?input=${encodeURIComponent(JSON.stringify(input))}`
}

/** Pages from anywhere in the circle. */
async function randomPages({ database }: BenchStack, circle: FilledCircle): Promise<string[]> {
  const { rows } = await database.query<{ cursor: string[] }>(
    `select array[to_char(happened_at, 'YYYY-MM-DD"T"HH24:MI:SS'), id::text] as cursor
     from keeps where circle_id = $1 order by md5(id::text) limit $2`,
    [circle.id, cursorCount],
  )
  return rows.map(({ cursor }) => pagePath(circle, Buffer.from(JSON.stringify(cursor)).toString('base64url')))
}

async function startRawServer(databaseUrl: string): Promise<ServerProcess> {
  const port = String(await freePort())
  const child = fork(path.join(import.meta.dirname, 'raw-server.ts'), [databaseUrl, port], { execArgv: [] })
  await isReady(child)
  return { origin: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, stop: () => endChild(child) }
}

/** Both send the same page, or the comparison would be of different things. */
async function assertSame(
  server: ServerProcess,
  raw: ServerProcess,
  circle: FilledCircle,
  paths: string[],
): Promise<void> {
  for (const path of paths.slice(0, 3)) {
    const [ours, theirs] = await Promise.all([server, raw].map((each) => readPage(each, circle.cookie, path)))
    const sorted = (text: string | undefined) => JSON.stringify(sortKeys(JSON.parse(text ?? '')))
    if (sorted(ours) !== sorted(theirs)) throw new Error(`the two servers differ:\n${ours}\n${theirs}`)
  }
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, each]) => [key, sortKeys(each)])
      .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  )
}

async function statementFinding(stack: BenchStack, circle: FilledCircle | undefined): Promise<Finding> {
  if (!circle) throw new Error('there is no circle to count in')
  const [perRequest = Number.NaN] = await statementsOf(stack, [
    { path: pagePath(circle), cookie: circle.cookie },
  ])
  return {
    what: 'SQL statements a request',
    value: perRequest,
    shown: String(perRequest),
    bar: { atMost: 2 },
  }
}

async function bytesOf(server: ServerProcess, circle: FilledCircle | undefined): Promise<Finding> {
  if (!circle) throw new Error('there is no circle to weigh')
  const text = await readPage(server, circle.cookie, pagePath(circle).replace(`%3A${pageSize}`, '%3A100'))
  const kilobytes = gzipSync(text).length / 1000
  return { what: 'kB gzip per 100 keeps', value: kilobytes, shown: kilobytes.toFixed(1), bar: { atMost: 12 } }
}
