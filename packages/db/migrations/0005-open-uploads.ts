import { type Kysely, sql } from 'kysely'

/** What a circle's quota must also count: bytes that were promised a place and may be in the store already. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index media_requested on media (circle_id) include (byte_size) where state = 'requested'`.execute(
    db,
  )
}
