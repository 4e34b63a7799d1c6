import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely'
import { createPool, type PoolOptions } from './pool.ts'
import type { DB } from './types.gen.ts'

export type Database = Kysely<DB>

/** Kysely on a pool of its own. Columns are snake_case in Postgres and camelCase here; JSON keeps its keys. */
export function createDatabase(options: PoolOptions): Database {
  return new Kysely<DB>({
    dialect: new PostgresDialect({ pool: createPool(options) }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
}
