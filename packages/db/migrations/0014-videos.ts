import { type Kysely, sql } from 'kysely'

/** What is played of a video, and how the two halves of a Live Photo find each other. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table media
      -- null of a photo, and of a video that browsers play as it came.
      add column rendition_bytes bigint check (rendition_bytes > 0),
      -- As Apple's cameras write it into both halves; compared and never shown.
      add column content_id text
  `.execute(db)
  await sql`
    create index media_live_content on media (circle_id, uploader_id, content_id) where content_id is not null
  `.execute(db)
  await sql`create index media_live_moment on media (circle_id, uploader_id, happened_at)`.execute(db)
}
