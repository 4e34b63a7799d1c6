import { type Kysely, sql } from 'kysely'

/**
 * Keeps and media. `circle_id` leads every key, so that the schema can be distributed by circle.
 * `happened_at` is wall clock on purpose: a photo taken at 23:30 stays on that day for every reader.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table keeps (
      circle_id uuid not null references circles on delete cascade,
      id uuid not null default uuidv7(),
      author_id uuid references users on delete set null,
      kind text not null check (kind in ('note', 'media', 'milestone')),
      title text,
      body text,
      milestone text check (milestone in ('first_word', 'first_steps', 'first_tooth', 'first_day_school', 'birthday', 'height_weight', 'other')),
      happened_at timestamp(0) not null,
      happened_offset smallint,
      date_source text not null check (date_source in ('person', 'exif', 'xmp', 'fileName', 'fileTime', 'posted')),
      idempotency_key uuid,
      created_at timestamptz not null,
      edited_at timestamptz,
      trashed_at timestamptz,
      primary key (circle_id, id),
      check ((kind = 'milestone') = (milestone is not null))
    )
  `.execute(db)
  await sql`create index keeps_timeline on keeps (circle_id, happened_at desc, id desc) where trashed_at is null`.execute(
    db,
  )
  await sql`create index keeps_trash on keeps (circle_id, trashed_at desc, id desc) where trashed_at is not null`.execute(
    db,
  )
  await sql`create index keeps_author on keeps (author_id, circle_id)`.execute(db)
  await sql`create unique index keeps_idempotency on keeps (circle_id, author_id, idempotency_key)`.execute(
    db,
  )

  // What the month index shows; kept by the transaction that changes a keep.
  await sql`
    create table keep_days (
      circle_id uuid not null references circles on delete cascade,
      day date not null,
      keeps integer not null check (keeps >= 0),
      primary key (circle_id, day)
    )
  `.execute(db)

  await sql`
    create table media (
      circle_id uuid not null references circles on delete cascade,
      id uuid not null default uuidv7(),
      keep_id uuid,
      position integer not null default 0,
      uploader_id uuid references users on delete set null,
      upload_key uuid not null,
      destination text not null check (destination in ('own', 'attached')),
      state text not null check (state in ('requested', 'processing', 'ready', 'failed')),
      failure text check (failure in ('EMPTY', 'UNSUPPORTED_TYPE', 'DAMAGED', 'TOO_MANY_PIXELS', 'TOO_MANY_FRAMES', 'TIMED_OUT', 'OUT_OF_MEMORY', 'MISSING', 'INTERNAL')),
      name text not null,
      byte_size bigint not null check (byte_size > 0),
      content_type text not null,
      mime text,
      sha256 bytea,
      width integer,
      height integer,
      thumb_hash text,
      happened_at timestamp(0) not null,
      happened_offset smallint,
      date_source text not null check (date_source in ('person', 'exif', 'xmp', 'fileName', 'fileTime', 'posted')),
      created_at timestamptz not null,
      completed_at timestamptz,
      processed_at timestamptz,
      detached_at timestamptz,
      primary key (circle_id, id),
      foreign key (circle_id, keep_id) references keeps on delete set null (keep_id),
      check ((state = 'failed') = (failure is not null))
    )
  `.execute(db)
  await sql`create index media_keep on media (circle_id, keep_id, position)`.execute(db)
  await sql`create unique index media_upload_key on media (circle_id, uploader_id, upload_key)`.execute(db)
  await sql`create index media_uploader on media (uploader_id, circle_id)`.execute(db)
  await sql`create index media_failed on media (circle_id, id) where state = 'failed'`.execute(db)
  // What the sweeper and the reconciler look for across circles.
  await sql`create index media_unfinished on media (state, created_at) where state in ('requested', 'processing')`.execute(
    db,
  )
  await sql`create index media_detached on media (detached_at) where detached_at is not null`.execute(db)
}
