import { type Kysely, sql } from 'kysely'

/** Ways to look at a few keeps from outside, and what is made of an original for whoever takes it along. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await shareLinks(db)
  await shareSessions(db)
  await cleanCopies(db)
}

async function shareLinks(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table share_links (
      circle_id uuid not null references circles on delete cascade,
      id uuid not null default uuidv7(),
      kind text not null check (kind in ('keep', 'album', 'range')),
      keep_id uuid,
      album_id uuid,
      from_day date,
      to_day date,
      -- What its page is headed with, where its maker said so.
      title text,
      token_hash bytea not null unique,
      password_hash text,
      may_download boolean not null,
      -- Whether a chat to which it is sent may show a title and a picture of it.
      has_preview boolean not null,
      shows_captions boolean not null,
      shows_names boolean not null,
      shows_comments boolean not null,
      created_by uuid references users on delete set null,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      revoked_at timestamptz,
      seen_at timestamptz,
      -- Browsers that came in by it.
      visit_count integer not null default 0 check (visit_count >= 0),
      password_tries_at timestamptz[] not null default '{}',
      locked_until timestamptz,
      primary key (circle_id, id),
      foreign key (circle_id, keep_id) references keeps on delete cascade,
      foreign key (circle_id, album_id) references albums on delete cascade,
      check ((kind = 'keep') = (keep_id is not null)),
      check ((kind = 'album') = (album_id is not null)),
      check ((kind = 'range') = (from_day is not null and to_day is not null)),
      check (from_day <= to_day),
      -- What a password keeps from whoever opens it, a preview would show to everybody.
      check (not has_preview or password_hash is null)
    )
  `.execute(db)
  await sql`create index share_links_keep on share_links (circle_id, keep_id) where keep_id is not null`.execute(
    db,
  )
  await sql`create index share_links_album on share_links (circle_id, album_id) where album_id is not null`.execute(
    db,
  )
  // A preview's address names the link and not its circle.
  await sql`create index share_links_id on share_links (id)`.execute(db)
  await sql`create index share_links_created_by on share_links (created_by)`.execute(db)
}

/** One browser may have come in by several links. */
async function shareSessions(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table share_sessions (
      token_hash bytea not null,
      circle_id uuid not null,
      share_link_id uuid not null,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      primary key (token_hash, circle_id, share_link_id),
      foreign key (circle_id, share_link_id) references share_links on delete cascade
    )
  `.execute(db)
  await sql`create index share_sessions_link on share_sessions (circle_id, share_link_id)`.execute(db)
  await sql`create index share_sessions_expires_at on share_sessions (expires_at)`.execute(db)
}

/** One of each media item at most. Its id is part of where it lies, so that a newer one is never taken for it. */
async function cleanCopies(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table clean_copies (
      circle_id uuid not null,
      media_id uuid not null,
      id uuid not null,
      -- Of what it was made: a turned photo is another one.
      version integer not null,
      state text not null check (state in ('waiting', 'ready', 'failed')),
      content_type text,
      bytes bigint check (bytes >= 0),
      stored_bytes bigint not null generated always as (coalesce(bytes, 0)) stored,
      asked_at timestamptz not null,
      primary key (circle_id, media_id),
      foreign key (circle_id, media_id) references media on delete cascade,
      check ((state = 'ready') = (content_type is not null and bytes is not null))
    )
  `.execute(db)
  await sql`create index clean_copies_asked_at on clean_copies (asked_at)`.execute(db)
  // What lies in the store for a circle is counted by whatever table says so.
  for (const [event, rows] of [
    ['insert', 'new table as new_rows'],
    ['update', 'old table as old_rows new table as new_rows'],
    ['delete', 'old table as old_rows'],
  ] as const) {
    await sql`
      create trigger ${sql.ref(`clean_copies_count_stored_on_${event}`)} after ${sql.raw(event)} on clean_copies
        referencing ${sql.raw(rows)} for each statement execute function count_stored_bytes()
    `.execute(db)
  }
}
