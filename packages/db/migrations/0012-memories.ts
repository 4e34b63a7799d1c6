import { type Kysely, sql } from 'kysely'

/** What a keep and its media tell once there are videos, tags, albums and dates that nobody knows to the day. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await mediaOfMoreKinds(db)
  await keepsThatAreFound(db)
  await albums(db)
}

async function mediaOfMoreKinds(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table media
      -- As its sender said, until the worker has looked.
      add column kind text not null default 'photo' check (kind in ('photo', 'video')),
      add column duration_ms integer check (duration_ms >= 0),
      -- A person's turn, clockwise, on top of what the file says of itself. The original stays as it came.
      add column rotation smallint not null default 0 check (rotation in (0, 90, 180, 270)),
      -- Counts how often something was made of the original: what a browser remembers of the last time is another thing.
      add column version integer not null default 1 check (version > 0),
      add column latitude double precision check (latitude between -90 and 90),
      add column longitude double precision check (longitude between -180 and 180),
      -- The two halves of a Live Photo: the photo knows what moves, and what moves stands in no list.
      add column live_id uuid,
      add column live_of_id uuid,
      add constraint media_live_id foreign key (circle_id, live_id) references media on delete set null (live_id),
      add constraint media_live_of_id foreign key (circle_id, live_of_id) references media on delete set null (live_of_id),
      add constraint media_place check ((latitude is null) = (longitude is null)),
      add constraint media_one_half check (live_id is null or live_of_id is null)
  `.execute(db)
  await sql`alter table media alter column kind drop default`.execute(db)
  await sql`
    alter table media drop constraint media_failure_check, add constraint media_failure_check
      check (failure in ('EMPTY', 'UNSUPPORTED_TYPE', 'DAMAGED', 'TOO_MANY_PIXELS', 'TOO_MANY_FRAMES', 'TOO_LONG', 'TIMED_OUT', 'OUT_OF_MEMORY', 'MISSING', 'INTERNAL'))
  `.execute(db)
  await sql`create unique index media_live on media (circle_id, live_id) where live_id is not null`.execute(
    db,
  )
  await sql`create unique index media_live_of on media (circle_id, live_of_id) where live_of_id is not null`.execute(
    db,
  )
  await sql`create index media_places on media (circle_id, latitude, longitude) where latitude is not null`.execute(
    db,
  )
}

async function keepsThatAreFound(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table keeps
      -- In lower case, as a person typed them otherwise.
      add column tags text[] not null default '{}',
      -- How much of happened_at is known; it stands at the beginning of what is.
      add column date_precision text not null default 'time'
        check (date_precision in ('time', 'day', 'month', 'season', 'year', 'decade')),
      -- Who told it in the house that it was brought from, where they may have had no account of this one.
      add column told_by text
  `.execute(db)
  await sql`create index keeps_tags on keeps using gin (tags) where tags <> '{}'`.execute(db)
  await sql`
    create table favourites (
      circle_id uuid not null,
      user_id uuid not null references users on delete cascade,
      keep_id uuid not null,
      created_at timestamptz not null,
      primary key (circle_id, user_id, keep_id),
      foreign key (circle_id, keep_id) references keeps on delete cascade
    )
  `.execute(db)
  await sql`create index favourites_keep on favourites (circle_id, keep_id)`.execute(db)
  await sql`create index favourites_user_id on favourites (user_id)`.execute(db)
}

async function albums(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table albums (
      circle_id uuid not null references circles on delete cascade,
      id uuid not null default uuidv7(),
      title text not null,
      description text,
      cover_media_id uuid,
      created_by uuid references users on delete set null,
      idempotency_key uuid,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      primary key (circle_id, id),
      foreign key (circle_id, cover_media_id) references media on delete set null (cover_media_id)
    )
  `.execute(db)
  await sql`create unique index albums_idempotency on albums (circle_id, created_by, idempotency_key) where idempotency_key is not null`.execute(
    db,
  )
  await sql`create index albums_created_by on albums (created_by)`.execute(db)
  await sql`create index albums_cover on albums (circle_id, cover_media_id)`.execute(db)
  await sql`
    create table album_keeps (
      circle_id uuid not null,
      album_id uuid not null,
      keep_id uuid not null,
      added_by uuid references users on delete set null,
      added_at timestamptz not null,
      primary key (circle_id, album_id, keep_id),
      foreign key (circle_id, album_id) references albums on delete cascade,
      foreign key (circle_id, keep_id) references keeps on delete cascade
    )
  `.execute(db)
  await sql`create index album_keeps_keep on album_keeps (circle_id, keep_id)`.execute(db)
  await sql`create index album_keeps_added_by on album_keeps (added_by)`.execute(db)
}
