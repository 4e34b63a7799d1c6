import { type Kysely, sql } from 'kysely'

/** What is found often is read along the days, newest first. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index keep_texts_days on keep_texts (circle_id, happened_at, keep_id)`.execute(db)
}
