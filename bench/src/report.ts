import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import path from 'node:path'

/** One number against its bar. */
export interface Finding {
  what: string
  value: number
  /** As it is printed, with its unit and range. */
  shown: string
  bar?: { atMost: number } | { atLeast: number }
}

export interface Report {
  /** Every number with what it was measured at. */
  rows: Record<string, string | number>[]
  findings: Finding[]
  /** Whatever else somebody may want to compare later. */
  details?: unknown
}

const results = path.join(import.meta.dirname, '../results')

/** Prints what was measured and writes it to `bench/results/<name>.json` with the facts of the machine. */
export async function publishReport(name: string, report: Report): Promise<void> {
  console.log(`\n${name}`)
  if (report.rows.length > 0) console.table(report.rows)
  for (const { what, shown, value, bar } of report.findings) {
    console.log(`  ${verdict(value, bar)} ${what}: ${shown}${bar ? ` (bar ${describe(bar)})` : ''}`)
  }
  const machine = {
    at: new Date().toISOString(),
    node: process.version,
    cores: availableParallelism(),
    processor: cpus()[0]?.model ?? 'unknown',
    memoryGb: Math.round(totalmem() / 2 ** 30),
    /** Above the number of cores, somebody else was at work. */
    load: loadavg().map((value) => Math.round(value * 100) / 100),
  }
  await mkdir(results, { recursive: true })
  await writeFile(
    path.join(results, `${name}.json`),
    `${JSON.stringify({ name, machine, ...report }, undefined, 2)}\n`,
  )
}

function verdict(value: number, bar: Finding['bar']): string {
  if (!bar) return ' '
  const holds = 'atMost' in bar ? value <= bar.atMost : value >= bar.atLeast
  return holds ? '✓' : '✗'
}

function describe(bar: NonNullable<Finding['bar']>): string {
  return 'atMost' in bar ? `≤ ${bar.atMost}` : `≥ ${bar.atLeast}`
}
