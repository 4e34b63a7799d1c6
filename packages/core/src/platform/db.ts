import { createDatabase, type Database } from '@kinkeep/db/client'
import type { DB } from '@kinkeep/db/types.gen'
import { type Compilable, type CompiledQuery, type RawBuilder, sql, type Transaction } from 'kysely'
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

/** Stands for a value in a statement that is built before its values are known. */
class Placeholder {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

export type Parameter<Parameters> = <Name extends keyof Parameters & string>(
  name: Name,
) => RawBuilder<NonNullable<Parameters[Name]>>

/**
 * A statement that is built and compiled once and from then on only filled in: for what every request asks,
 * building it costs more than sending it. `build` may leave out what is not given; each set of given names is a
 * statement of its own. It never sees a value: one that got into the text would be the next caller's too.
 */
export function compiledStatement<Parameters extends object>() {
  return <Row>(
    build: (
      db: Database,
      parameter: Parameter<Parameters>,
      isGiven: (name: keyof Parameters & string) => boolean,
    ) => Compilable<Row>,
  ) => {
    const compiled = new WeakMap<Database, Map<string, CompiledQuery<Row>>>()

    function compile(db: Database, given: ReadonlyMap<string, unknown>, shape: string): CompiledQuery<Row> {
      const placeholder = (name: string) => sql<never>`${new Placeholder(name)}`
      const query = build(db, placeholder, (name) => given.has(name)).compile()
      const ofDatabase = compiled.get(db) ?? new Map<string, CompiledQuery<Row>>()
      compiled.set(db, ofDatabase.set(shape, query))
      return query
    }

    return async (db: Database, given: Parameters): Promise<Row[]> => {
      const values = new Map<string, unknown>(
        Object.entries(given).filter(([, value]) => value !== undefined),
      )
      const shape = [...values.keys()].join()
      const query = compiled.get(db)?.get(shape) ?? compile(db, values, shape)
      const fill = (value: unknown) => (value instanceof Placeholder ? values.get(value.name) : value)
      const { rows } = await db.executeQuery<Row>({ ...query, parameters: query.parameters.map(fill) })
      return rows
    }
  }
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
