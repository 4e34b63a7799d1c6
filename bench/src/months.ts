import { startBenchStack } from './bench-stack.ts'
import { type FilledCircle, fillCircle } from './fill-circle.ts'
import { load } from './load.ts'
import type { Finding, Report } from './report.ts'
import type { Sizes } from './sizes.ts'
import { show, spreadOf } from './statistics.ts'

/** The statement behind `keeps.timeline`, as core sends it. */
const monthsStatement = `select to_char(months.start, 'YYYY-MM') as month, months.keeps from (
    select date_trunc('month', day::timestamp) as start, sum(keeps) as keeps from keep_days
    where circle_id = $1 and keeps > 0 group by start
  ) as months order by months.start desc`

/** Requests a second at which any procedure has its bar. */
const calmRate = 100

/** The month index: read from counters per day, so that it costs the same however many keeps there are. */
export async function months({ keeps, rounds, seconds }: Sizes): Promise<Report> {
  const stack = await startBenchStack()
  try {
    const rows: Report['rows'] = []
    const findings: Finding[] = []
    const circles: FilledCircle[] = []
    for (const count of keeps) circles.push(await fillCircle(stack.database, count))
    await stack.database.query('vacuum analyze')
    const server = await stack.startServer()
    for (const circle of circles) {
      const plans: number[] = []
      for (let round = 0; round < rounds * 2; round += 1) plans.push(await executionTime(circle))
      const sql = spreadOf(plans)
      const path = `/trpc/keeps.timeline?input=${encodeURIComponent(JSON.stringify({ circleId: circle.id }))}`
      const target = { origin: server.origin, paths: [path], cookie: circle.cookie }
      await load(target, 1)
      const loads = []
      const calm = []
      for (let round = 0; round < rounds; round += 1) {
        loads.push(await load(target, seconds))
        calm.push(await load(target, seconds, calmRate))
      }
      const p95 = spreadOf(loads.map((each) => each.p95))
      const calmP95 = spreadOf(calm.map((each) => each.p95))
      const perSecond = spreadOf(loads.map((each) => each.requestsPerSecond))
      rows.push({
        keeps: circle.keeps,
        'SQL ms': show(sql, 2),
        'req/s': show(perSecond),
        'p95 ms': show(p95, 1),
        [`p95 ms at ${calmRate}/s`]: show(calmP95, 1),
      })
      findings.push(
        { what: `${circle.keeps} keeps, SQL ms`, value: sql.median, shown: show(sql, 2), bar: { atMost: 5 } },
        {
          what: `${circle.keeps} keeps, p95 ms at ${calmRate} a second`,
          value: calmP95.median,
          shown: show(calmP95, 1),
          bar: { atMost: 25 },
        },
      )
    }
    return { rows, findings }
  } finally {
    await stack.stop()
  }

  /** Milliseconds in Postgres, as it reports them itself. */
  async function executionTime(circle: FilledCircle): Promise<number> {
    const result = await stack.database.query<{ 'QUERY PLAN': [{ 'Execution Time': number }] }>(
      `explain (analyze, format json) ${monthsStatement}`,
      [circle.id],
    )
    return result.rows[0]?.['QUERY PLAN'][0]['Execution Time'] ?? Number.NaN
  }
}
