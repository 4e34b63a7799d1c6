import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { Kysely, PostgresDialect } from 'kysely'
import { FileMigrationProvider, Migrator } from 'kysely/migration'
import pg from 'pg'

const migrationFolder = path.join(import.meta.dirname, '../migrations')

/**
 * Brings a database to the newest schema, or to the migration that is named: a test begins with the schema of an
 * older release. Migrations only go forward; a second process waits for the first (Kysely holds an advisory lock).
 * Answers the names of what was applied; throws what Postgres said.
 */
export async function migrateToLatest(connectionString: string, last?: string): Promise<string[]> {
  const pool = new pg.Pool({ connectionString, max: 2 })
  pool.on('error', () => undefined)
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  try {
    const provider = new FileMigrationProvider({ fs: { readdir }, path, migrationFolder })
    const migrator = new Migrator({ db, provider })
    const { error, results } = await (last ? migrator.migrateTo(last) : migrator.migrateToLatest())
    if (error) throw error
    return results?.map((result) => result.migrationName) ?? []
  } finally {
    await db.destroy()
  }
}
