import { type Kysely, sql } from 'kysely'

/** Who is called by name in a comment, albums in the activity, places that were taken back, and what the purge looks for. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table comment_mentions (
      circle_id uuid not null,
      comment_id uuid not null,
      user_id uuid not null references users on delete cascade,
      -- As it stands in the words: people are renamed, what was said is not.
      said text not null,
      primary key (circle_id, comment_id, user_id),
      foreign key (circle_id, comment_id) references comments on delete cascade
    )
  `.execute(db)
  await sql`create index comment_mentions_user_id on comment_mentions (user_id)`.execute(db)

  await sql`
    alter table activities
      add column album_id uuid,
      add constraint activities_album_id foreign key (circle_id, album_id) references albums on delete cascade
  `.execute(db)
  await sql`create index activities_album on activities (circle_id, album_id) where album_id is not null`.execute(
    db,
  )

  // What the purge looks for across circles.
  await sql`create index keeps_trashed on keeps (trashed_at) where trashed_at is not null`.execute(db)

  await placesTakenBack(db)
}

/** By a trigger, as the original still knows its place, and whoever reads it anew would write it down again. */
async function placesTakenBack(db: Kysely<unknown>): Promise<void> {
  await sql`alter table media add column place_removed_at timestamptz`.execute(db)
  await sql`
    create function keep_place_removed() returns trigger language plpgsql as $$
    begin
      new.latitude := null;
      new.longitude := null;
      return new;
    end $$
  `.execute(db)
  await sql`
    create trigger media_keep_place_removed before insert or update on media
      for each row when (new.place_removed_at is not null and new.latitude is not null)
      execute function keep_place_removed()
  `.execute(db)
}
