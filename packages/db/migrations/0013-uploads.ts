import { type Kysely, sql } from 'kysely'

/** Files that come in parts, are known again by their content, and are safe only when that is proven. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table media
      -- The store's name for an upload in parts, as long as it is one.
      add column store_upload_id text,
      -- null of a file that is sent as a whole.
      add column part_bytes integer check (part_bytes > 0),
      -- What the sender's device computed, before the worker has read the file itself.
      add column claimed_sha256 bytea check (length(claimed_sha256) = 32),
      -- When the bytes in the store were found to be the sender's.
      add column verified_at timestamptz,
      -- Its sender's last sign of life: an upload over days is not an abandoned one.
      add column active_at timestamptz,
      add column is_import boolean not null default false,
      add column allow_duplicate boolean not null default false,
      -- Came together with another of the same content: bytes there are none, only the answer to whoever asks again.
      add column duplicate_of_id uuid,
      add constraint media_duplicate_of foreign key (circle_id, duplicate_of_id) references media on delete cascade,
      add constraint media_duplicate_is_nothing check (duplicate_of_id is null or state = 'requested'),
      drop constraint media_failure_check,
      add constraint media_failure_check check (failure in ('EMPTY', 'UNSUPPORTED_TYPE', 'DAMAGED', 'TOO_MANY_PIXELS', 'TOO_MANY_FRAMES', 'TOO_LONG', 'TIMED_OUT', 'OUT_OF_MEMORY', 'MISSING', 'CORRUPTED', 'INTERNAL'))
  `.execute(db)
  await sql`update media set verified_at = coalesce(processed_at, completed_at) where state <> 'requested'`.execute(
    db,
  )
  await sql`update media set active_at = created_at where state = 'requested'`.execute(db)
  await sql`
    create index media_content on media (circle_id, coalesce(sha256, claimed_sha256))
      where state <> 'requested' and keep_id is not null
  `.execute(db)
  await sql`create index media_duplicates on media (circle_id, duplicate_of_id) where duplicate_of_id is not null`.execute(
    db,
  )
}
