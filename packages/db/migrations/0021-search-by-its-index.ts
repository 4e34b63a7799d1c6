import { type Kysely, sql } from 'kysely'

/**
 * Words are looked up in their index. Reading the whole table with all processors at once looks no dearer to Postgres,
 * and one such search is not slower; but it takes the processors of everybody else, and ten at once stand still.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table keep_texts set (parallel_workers = 0)`.execute(db)
}
