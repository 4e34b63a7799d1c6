import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { findBroken } from './find-broken.ts'
import { findOrphans } from './find-orphans.ts'
import type { Stack } from './launcher.ts'

/** Longer than the queue takes to notice that a worker was killed, and its job to be repeated. */
const drainMs = 60_000

/**
 * Throws what a Kinkeep that was used is left with and should not be: rows that break an invariant, objects that belong
 * to nobody, photos without their bytes, and a queue that does not come to an end.
 */
export async function checkLeftovers(
  stack: Pick<Stack, 'postgresUrl' | 'databaseUrl' | 'store'>,
): Promise<void> {
  const ownerUrl = new URL(stack.postgresUrl)
  ownerUrl.pathname = new URL(stack.databaseUrl).pathname
  const unfinished = await drain(ownerUrl.href)
  const broken = await findBroken(ownerUrl.href)
  const { orphans, missing } = await findOrphans(ownerUrl.href, stack.store)
  const found = [
    ...unfinished.map((name) => `A job that does not end: ${name}`),
    ...Object.entries(broken).map(([name, rows]) => `Not true that ${name}: ${JSON.stringify(rows)}`),
    ...orphans.map((key) => `An object that belongs to nobody: ${key}`),
    ...missing.map((key) => `Said to be stored, and not there or of another size: ${key}`),
  ]
  if (found.length > 0) throw new Error(`What was left behind:\n${found.join('\n')}`)
}

/** Waits for all jobs that are due; answers the names of those that still are. */
async function drain(ownerUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    for (const until = performance.now() + drainMs; ; await sleep(250)) {
      const { rows } = await client.query<{ name: string }>(
        `select distinct name from pgboss.job
         where state in ('created', 'retry', 'active') and start_after <= now() + interval '30 seconds'
           and name not like '%.dead' and name not like '\\_\\_pgboss\\_\\_%'`,
      )
      if (rows.length === 0 || performance.now() > until) return rows.map(({ name }) => name)
    }
  } finally {
    await client.end()
  }
}
