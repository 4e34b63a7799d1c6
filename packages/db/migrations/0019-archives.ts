import { type Kysely, sql } from 'kysely'

/** What leaves a circle as one file (an archive, a book) and what comes in as one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table archives (
      circle_id uuid not null references circles on delete cascade,
      id uuid not null default uuidv7(),
      kind text not null check (kind in ('export', 'book', 'import')),
      state text not null check (state in ('sending', 'waiting', 'ready', 'failed')),
      failure text check (failure in ('NOT_ALLOWED', 'NOTHING_TO_SHOW', 'TOO_MANY_PHOTOS', 'NOT_AN_ARCHIVE', 'UNKNOWN_VERSION', 'DAMAGED', 'TOO_MANY_FILES', 'TOO_LARGE', 'CIRCLE_FULL', 'TOO_MANY_PROFILES', 'MISSING', 'CANCELLED', 'INTERNAL')),
      -- Of nobody: whoever asked is gone, and it goes when its time is over.
      user_id uuid references users on delete set null,
      language text not null check (language in ('en', 'ru')),
      -- Of a book: what it shows, and how.
      paper text check (paper in ('a4', 'square')),
      title text,
      album_id uuid,
      from_day date,
      to_day date,
      -- Of an import: what its sender says that it weighs, and the upload in parts that it comes by.
      byte_size bigint check (byte_size > 0),
      upload_id text,
      done_items integer not null default 0 check (done_items >= 0),
      total_items integer check (total_items >= 0),
      known_items integer not null default 0 check (known_items >= 0),
      problem_count integer not null default 0 check (problem_count >= 0),
      problems text[] not null default '{}',
      storage_key text,
      bytes bigint check (bytes >= 0),
      created_at timestamptz not null,
      finished_at timestamptz,
      expires_at timestamptz not null,
      primary key (circle_id, id),
      unique (id),
      foreign key (circle_id, album_id) references albums on delete set null (album_id),
      check ((state = 'failed') = (failure is not null)),
      check ((kind = 'book') = (paper is not null)),
      check ((kind = 'import') = (byte_size is not null)),
      check (state <> 'sending' or kind = 'import'),
      check (storage_key is null or state = 'ready')
    )
  `.execute(db)
  await sql`create unique index archives_one_at_a_time on archives (circle_id, kind) where state in ('sending', 'waiting') and kind <> 'book'`.execute(
    db,
  )
  await sql`create unique index archives_one_book on archives (circle_id, user_id) where state = 'waiting' and kind = 'book'`.execute(
    db,
  )
  await sql`create index archives_newest on archives (circle_id, user_id, kind, id desc)`.execute(db)
  await sql`create index archives_user_id on archives (user_id)`.execute(db)
  await sql`create index archives_album on archives (circle_id, album_id) where album_id is not null`.execute(
    db,
  )
  await sql`create index archives_expires_at on archives (expires_at)`.execute(db)
  await origins(db)
  await told(db)
}

/** Which thing of an archive became which of ours: what comes twice is here once, and leaves under its first id. */
async function origins(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table archive_origins (
      circle_id uuid not null references circles on delete cascade,
      kind text not null check (kind in ('keep', 'media', 'album', 'child', 'pet')),
      origin_id uuid not null,
      local_id uuid not null,
      primary key (circle_id, kind, origin_id)
    )
  `.execute(db)
  await sql`create unique index archive_origins_local on archive_origins (circle_id, kind, local_id)`.execute(
    db,
  )
}

/** Who said it in the house that it came from, where nobody here can be held to it: a name, and never an account. */
async function told(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table comments
      add column told_by text,
      add constraint comments_told check (told_by is null or num_nonnulls(user_id, guest_link_id) = 0)
  `.execute(db)
  await sql`
    alter table reactions
      drop constraint reactions_check,
      add column told_by text,
      add constraint reactions_one_speaker check (num_nonnulls(user_id, guest_link_id, told_by) = 1)
  `.execute(db)
  await datesThatCameAlong(db)
}

/** By a trigger, as whoever reads the original would write down what the file says, in place of what came along with it. */
async function datesThatCameAlong(db: Kysely<unknown>): Promise<void> {
  await sql`alter table media add column keeps_date boolean not null default false`.execute(db)
  await sql`
    create function keep_date_of_media() returns trigger language plpgsql as $$
    begin
      new.happened_at := old.happened_at;
      new.happened_offset := old.happened_offset;
      new.date_source := old.date_source;
      return new;
    end $$
  `.execute(db)
  await sql`
    create trigger media_keep_date before update on media
      for each row when (old.keeps_date and old.state = 'processing' and new.state <> 'processing')
      execute function keep_date_of_media()
  `.execute(db)
}
