import { type Kysely, sql } from 'kysely'

/** Dates that many keeps get at once, with the way back, and photos that a person turns. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await turnedPhotos(db)
  await doubtfulDates(db)
  await dateChanges(db)
}

async function turnedPhotos(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table media
      -- By how much the files that are shown are turned; another rotation is wanted until it is the same.
      add column turned smallint not null default 0 check (turned in (0, 90, 180, 270)),
      add column turn_asked_at timestamptz
  `.execute(db)
  await sql`update media set turned = rotation where rotation <> 0`.execute(db)
  await sql`create index media_turns on media (turn_asked_at) where rotation <> turned`.execute(db)
}

async function doubtfulDates(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index keeps_doubtful on keeps (circle_id, happened_at, id)
      where trashed_at is null and kind <> 'note' and date_source in ('fileTime', 'posted')
  `.execute(db)
}

async function dateChanges(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table date_changes (
      circle_id uuid not null references circles on delete cascade,
      id uuid not null default uuidv7(),
      changed_by uuid references users on delete set null,
      -- What was asked for, as the API parsed it.
      told jsonb not null,
      kind text not null check (kind in ('set', 'shift', 'zone', 'confirm')),
      keeps integer not null check (keeps >= 0),
      -- Since it was undone.
      restored integer,
      left_alone integer,
      idempotency_key uuid,
      created_at timestamptz not null,
      undone_at timestamptz,
      primary key (circle_id, id),
      check ((undone_at is null) = (restored is null) and (restored is null) = (left_alone is null))
    )
  `.execute(db)
  await sql`create unique index date_changes_idempotency on date_changes (circle_id, changed_by, idempotency_key) where idempotency_key is not null`.execute(
    db,
  )
  await sql`create index date_changes_created_at on date_changes (circle_id, created_at, id)`.execute(db)
  await sql`create index date_changes_changed_by on date_changes (changed_by)`.execute(db)
  await sql`
    create table date_change_keeps (
      circle_id uuid not null,
      change_id uuid not null,
      keep_id uuid not null,
      -- The date before.
      happened_at timestamp(0) not null,
      happened_offset smallint,
      date_source text not null
        check (date_source in ('person', 'exif', 'xmp', 'fileName', 'fileTime', 'posted')),
      date_precision text not null
        check (date_precision in ('time', 'day', 'month', 'season', 'year', 'decade')),
      -- All of the date after: a keep of which another one is true was changed since.
      became text not null,
      primary key (circle_id, change_id, keep_id),
      foreign key (circle_id, change_id) references date_changes on delete cascade,
      foreign key (circle_id, keep_id) references keeps on delete cascade
    )
  `.execute(db)
  await sql`create index date_change_keeps_keep on date_change_keeps (circle_id, keep_id)`.execute(db)
  await sql`
    create table date_change_media (
      circle_id uuid not null,
      change_id uuid not null,
      media_id uuid not null,
      happened_at timestamp(0) not null,
      happened_offset smallint,
      date_source text not null
        check (date_source in ('person', 'exif', 'xmp', 'fileName', 'fileTime', 'posted')),
      became text not null,
      primary key (circle_id, change_id, media_id),
      foreign key (circle_id, change_id) references date_changes on delete cascade,
      foreign key (circle_id, media_id) references media on delete cascade
    )
  `.execute(db)
  await sql`create index date_change_media_media on date_change_media (circle_id, media_id)`.execute(db)
}
