import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { runCommand } from './run-command.ts'
import { scanLogs } from './scan-logs.ts'
import { settle, type Tally } from './tally.ts'

/** Runs vitest over the whole repository, showing what it says. */
export function runVitest(): Promise<Tally> {
  return withReport(async (report) => {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const { code } = await runCommand(['vitest', 'run', ...reporters], { show: true })
    return settle(countVitest(await readReport(report)), code)
  })
}

/** Runs the journeys, showing what Playwright says, and then looks for secrets in everything the stacks logged. */
export function runPlaywright(): Promise<Tally> {
  return withReport(async (report) => {
    const log = path.join(path.dirname(report), 'suite.log')
    await writeFile(log, '')
    const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: report, KINKEEP_SUITE_LOG: log, LOG_LEVEL: 'trace' }
    const { code } = await runCommand(
      ['playwright', 'test', '--config=apps/web/playwright.config.ts', '--reporter=list,json'],
      { show: true, env },
    )
    const tally = settle(countPlaywright(await readReport(report)), code)
    const leaks = await scanLogs(log)
    for (const leak of leaks) console.error(`A secret in a log: ${leak}`)
    return { passed: tally.passed, failed: tally.failed + leaks.length }
  })
}

interface VitestReport {
  numPassedTests?: number
  numFailedTests?: number
  testResults?: { status: string; assertionResults: unknown[] }[]
}

/** A file that could not be loaded counts as one failure: its tests are not known. */
export function countVitest({
  numPassedTests = 0,
  numFailedTests = 0,
  testResults = [],
}: VitestReport): Tally {
  const broken = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
  return { passed: numPassedTests, failed: numFailedTests + broken.length }
}

interface PlaywrightReport {
  stats?: { expected: number; unexpected: number; flaky: number; skipped: number }
  errors?: unknown[]
}

/** What could not be run (the stack did not start, a file did not load) stands in `errors`. */
export function countPlaywright({ stats, errors = [] }: PlaywrightReport): Tally {
  const { expected = 0, unexpected = 0, flaky = 0 } = stats ?? {}
  return { passed: expected, failed: unexpected + flaky + errors.length }
}

async function withReport<T>(work: (report: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kinkeep-report-'))
  try {
    return await work(path.join(folder, 'report.json'))
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** An empty report when the runner never came to write one. */
async function readReport<Report extends object>(file: string): Promise<Partial<Report>> {
  try {
    const report: Report = JSON.parse(await readFile(file, 'utf8'))
    return report
  } catch {
    return {}
  }
}
