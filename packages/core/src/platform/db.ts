import { createDatabase, type Database } from '@kinkeep/db/client'
import type { DB } from '@kinkeep/db/types.gen'
import { sql, type Transaction } from 'kysely'
import type { Clock } from './clock.ts'
import type { JobSender } from './jobs.ts'

export { createDatabase, type Database }

/**
 * A transaction that side effects ride: enqueue, publish and audit take nothing less, so that without a commit
 * there is no job, no event and no entry.
 */
export type Tx = Transaction<DB> & { readonly effects: { readonly jobs: JobSender; readonly clock: Clock } }

export type InTransaction = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>

/** Tries of one transaction, when Postgres ends it for another's sake. */
const tries = 3

/**
 * How a verb opens its transaction. Everything `work` did is undone when it throws. Of two that wait for each
 * other Postgres ends one, which did nothing then and begins again: `work` must act through `tx` alone.
 */
export function createTransaction(
  db: Database,
  jobs: JobSender,
  clock: Clock,
  onDeadlock: (error: unknown) => void,
): InTransaction {
  return async (work) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await db
          .transaction()
          .execute((transaction) => work(Object.assign(transaction, { effects: { jobs, clock } })))
      } catch (error) {
        if (attempt === tries || !isDeadlock(error)) throw error
        onDeadlock(error)
      }
    }
  }
}

/** https://www.postgresql.org/docs/18/errcodes-appendix.html */
function isDeadlock(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '40P01'
}

/** Whether Postgres refused a row because of this unique index or constraint. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === '23505' &&
    'constraint' in error &&
    error.constraint === constraint
  )
}

/** Whether Postgres answers. */
export async function isDatabaseUp(db: Database): Promise<boolean> {
  try {
    await sql`select 1`.execute(db)
    return true
  } catch {
    return false
  }
}
