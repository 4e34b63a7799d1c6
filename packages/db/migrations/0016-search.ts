import { type Kysely, sql } from 'kysely'

/**
 * How keeps are found: by words, by what they are marked with, and by their day of the year. All of it follows from
 * other tables, by triggers, as rows also change in ways that no verb sees: with an account, an album, or a comment.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create extension if not exists btree_gin`.execute(db)
  await words(db)
  await marks(db)
  await triggers(db)
  await sql`select search_keep(circle_id, id), mark_keep(circle_id, id) from keeps`.execute(db)
  await days(db)
}

async function words(db: Kysely<unknown>): Promise<void> {
  // Character by character, so that a place in the one is the same place in the other: whatever is no letter or digit
  // becomes a space, accents and the dots of ё go.
  await sql`
    create function search_text(said text) returns text language sql immutable parallel safe strict as $$
      select translate(
        lower(regexp_replace(normalize(said, NFC) collate "pg_c_utf8", '[^[:alnum:]]', ' ', 'g') collate "pg_c_utf8"),
        'ёàáâãäåāăąçćčďđèéêëēėęěìíîïīłñńňòóôõöøōőřśšşťţùúûüūůűýÿźżž',
        'еaaaaaaaaacccddeeeeeeeeiiiiilnnnoooooooorsssttuuuuuuuyyzzz'
      )
    $$
  `.execute(db)
  // Postgres's configuration for Russian takes the stems of English words by English rules: both at once.
  await sql`
    create function search_words(said text) returns tsvector language sql immutable parallel safe strict as $$
      select to_tsvector('pg_catalog.russian', search_text(said))
    $$
  `.execute(db)
  // A keep in the trash has no row. Names are ids among the words, looked up as they are when somebody asks.
  await sql`
    create table keep_texts (
      circle_id uuid not null,
      keep_id uuid not null,
      happened_at timestamp(0) not null,
      for_admins boolean not null,
      words tsvector not null,
      primary key (circle_id, keep_id),
      foreign key (circle_id, keep_id) references keeps on delete cascade
    )
  `.execute(db)
  // Without a list of what is yet to be sorted in, which every search would have to read through.
  await sql`create index keep_texts_words on keep_texts using gin (circle_id, words) with (fastupdate = off)`.execute(
    db,
  )
  // What is said beyond the newest 100,000 characters is not found: a vector has an end, and comments must not.
  await sql`
    create function search_keep(circle uuid, keep uuid) returns void language plpgsql as $$
    begin
      -- Of two at the same keep the second reads what the first wrote.
      perform from keep_texts where circle_id = circle and keep_id = keep for update;
      insert into keep_texts (circle_id, keep_id, happened_at, for_admins, words)
      select keeps.circle_id, keeps.id, keeps.happened_at, keeps.visibility = 'admins',
        setweight(search_words(coalesce(keeps.title, '') || ' ' || array_to_string(keeps.tags, ' ')), 'A')
          || setweight(search_words(coalesce(keeps.body, '')), 'B')
          || setweight(search_words(coalesce((
            select left(string_agg(body, ' ' order by created_at desc), 100000)
            from comments where circle_id = circle and keep_id = keep and deleted_at is null
          ), '')), 'C')
          || coalesce((
            select string_agg(format('''%s'':1A', mark), ' ') from (
              select 'c' || unnest(keeps.child_ids)
              union all select 'p' || unnest(keeps.pet_ids)
              union all select 'u' || keeps.author_id where keeps.author_id is not null
              union all select 'a' || album_id from album_keeps where circle_id = circle and keep_id = keep
            ) named (mark)
          ), '')::tsvector
      from keeps where keeps.circle_id = circle and keeps.id = keep and keeps.trashed_at is null
      on conflict (circle_id, keep_id) do update set
        happened_at = excluded.happened_at, for_admins = excluded.for_admins, words = excluded.words;
      if not found then
        delete from keep_texts where circle_id = circle and keep_id = keep;
      end if;
    end $$
  `.execute(db)
}

async function marks(db: Kysely<unknown>): Promise<void> {
  // c, p, a, f and an id: a child, a pet, an album, whose favourite; t and a tag; v: has a video. A page of any of them
  // is read in its order from one place of one index, however few they are and however long ago.
  await sql`
    create table keep_marks (
      circle_id uuid not null,
      mark text collate "C" not null,
      happened_at timestamp(0) not null,
      keep_id uuid not null,
      for_admins boolean not null,
      primary key (circle_id, mark, happened_at, keep_id) include (for_admins),
      foreign key (circle_id, keep_id) references keeps on delete cascade
    )
  `.execute(db)
  await sql`create index keep_marks_keep on keep_marks (circle_id, keep_id, mark)`.execute(db)
  await sql`create index media_videos on media (circle_id, keep_id) where kind = 'video' and live_of_id is null`.execute(
    db,
  )
  await sql`
    create function mark_keep(circle uuid, keep uuid) returns void language plpgsql as $$
    begin
      delete from keep_marks where circle_id = circle and keep_id = keep;
      insert into keep_marks (circle_id, mark, happened_at, keep_id, for_admins)
      select keeps.circle_id, marked.mark, keeps.happened_at, keeps.id, keeps.visibility = 'admins'
      from keeps, lateral (
        select 'c' || unnest(keeps.child_ids)
        union select 'p' || unnest(keeps.pet_ids)
        union select 't' || unnest(keeps.tags)
        union select 'a' || album_id from album_keeps where circle_id = circle and keep_id = keep
        union select 'f' || user_id from favourites where circle_id = circle and keep_id = keep
        union select 'v' from media
          where circle_id = circle and keep_id = keep and kind = 'video' and live_of_id is null
      ) marked (mark)
      where keeps.circle_id = circle and keeps.id = keep and keeps.trashed_at is null;
    end $$
  `.execute(db)
  // What was two lists of arrays is read from the marks.
  await sql`drop index keeps_children`.execute(db)
  await sql`drop index keeps_pets`.execute(db)
  await sql`drop index keeps_tags`.execute(db)
}

async function triggers(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function find_keep() returns trigger language plpgsql as $$
    begin
      if tg_op = 'INSERT' then
        perform search_keep(new.circle_id, new.id);
        if new.child_ids <> '{}' or new.pet_ids <> '{}' or new.tags <> '{}' then
          perform mark_keep(new.circle_id, new.id);
        end if;
        return null;
      end if;
      if (old.happened_at, old.visibility) is distinct from (new.happened_at, new.visibility) then
        update keep_texts set happened_at = new.happened_at, for_admins = new.visibility = 'admins'
        where circle_id = new.circle_id and keep_id = new.id;
        update keep_marks set happened_at = new.happened_at, for_admins = new.visibility = 'admins'
        where circle_id = new.circle_id and keep_id = new.id;
      end if;
      if (old.child_ids, old.pet_ids, old.tags, old.trashed_at is null)
        is distinct from (new.child_ids, new.pet_ids, new.tags, new.trashed_at is null) then
        perform mark_keep(new.circle_id, new.id);
        perform search_keep(new.circle_id, new.id);
      elsif (old.title, old.body, old.author_id) is distinct from (new.title, new.body, new.author_id) then
        perform search_keep(new.circle_id, new.id);
      end if;
      return null;
    end $$
  `.execute(db)
  await sql`
    create trigger keeps_find after insert
      or update of title, body, tags, child_ids, pet_ids, author_id, happened_at, visibility, trashed_at on keeps
      for each row execute function find_keep()
  `.execute(db)
  await sql`
    create function find_comments() returns trigger language plpgsql as $$
    begin
      perform search_keep(circle_id, keep_id)
      from (select distinct circle_id, keep_id from changed order by circle_id, keep_id) said;
      return null;
    end $$
  `.execute(db)
  await sql`
    create function find_edited_comments() returns trigger language plpgsql as $$
    begin
      perform search_keep(circle_id, keep_id)
      from (
        select distinct after.circle_id, after.keep_id from after join before using (circle_id, id)
        where after.body is distinct from before.body order by 1, 2
      ) said;
      return null;
    end $$
  `.execute(db)
  await sql`
    create trigger comments_find_added after insert on comments
      referencing new table as changed for each statement execute function find_comments()
  `.execute(db)
  await sql`
    create trigger comments_find_deleted after delete on comments
      referencing old table as changed for each statement execute function find_comments()
  `.execute(db)
  await sql`
    create trigger comments_find_edited after update on comments
      referencing old table as before new table as after for each statement execute function find_edited_comments()
  `.execute(db)
  await markTriggers(db)
}

/** Each holds the keep, so that its date cannot move while the mark is written. */
async function markTriggers(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function add_mark(circle uuid, keep uuid, mark text) returns void language sql as $$
      insert into keep_marks (circle_id, mark, happened_at, keep_id, for_admins)
      select circle_id, add_mark.mark, happened_at, id, visibility = 'admins' from (
        select circle_id, happened_at, id, visibility from keeps
        where circle_id = circle and id = keep and trashed_at is null for share
      ) marked
      on conflict do nothing
    $$
  `.execute(db)
  await sql`
    create function mark_favourite() returns trigger language plpgsql as $$
    begin
      if tg_op <> 'INSERT' then
        delete from keep_marks where circle_id = old.circle_id and keep_id = old.keep_id and mark = 'f' || old.user_id;
      end if;
      if tg_op <> 'DELETE' then
        perform add_mark(new.circle_id, new.keep_id, 'f' || new.user_id);
      end if;
      return null;
    end $$
  `.execute(db)
  await sql`
    create trigger favourites_mark after insert or delete or update of user_id on favourites
      for each row execute function mark_favourite()
  `.execute(db)
  await sql`
    create function mark_album() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' then
        delete from keep_marks where circle_id = old.circle_id and keep_id = old.keep_id and mark = 'a' || old.album_id;
        perform search_keep(old.circle_id, old.keep_id);
      else
        perform add_mark(new.circle_id, new.keep_id, 'a' || new.album_id);
        perform search_keep(new.circle_id, new.keep_id);
      end if;
      return null;
    end $$
  `.execute(db)
  await sql`
    create trigger album_keeps_mark after insert or delete on album_keeps
      for each row execute function mark_album()
  `.execute(db)
  await sql`
    create function mark_video() returns trigger language plpgsql as $$
    begin
      if tg_op <> 'INSERT' and old.keep_id is not null then
        delete from keep_marks where circle_id = old.circle_id and keep_id = old.keep_id and mark = 'v'
          and not exists (
            select from media where circle_id = old.circle_id and keep_id = old.keep_id
              and kind = 'video' and live_of_id is null
          );
      end if;
      if tg_op <> 'DELETE' and new.keep_id is not null and new.kind = 'video' and new.live_of_id is null then
        perform add_mark(new.circle_id, new.keep_id, 'v');
      end if;
      return null;
    end $$
  `.execute(db)
  await sql`
    create trigger media_mark_added after insert on media for each row
      when (new.kind = 'video') execute function mark_video()
  `.execute(db)
  await sql`
    create trigger media_mark_deleted after delete on media for each row
      when (old.kind = 'video') execute function mark_video()
  `.execute(db)
  await sql`
    create trigger media_mark_changed after update of kind, keep_id, live_of_id on media for each row
      when (old.kind = 'video' or new.kind = 'video') execute function mark_video()
  `.execute(db)
}

async function days(db: Kysely<unknown>): Promise<void> {
  // The day of the year of what is known to the day: 1224 is Christmas Eve.
  await sql`
    create index keeps_on_day on keeps (
      circle_id, (extract(month from happened_at)::int * 100 + extract(day from happened_at)::int), happened_at desc, id desc
    ) where trashed_at is null and date_precision in ('time', 'day')
  `.execute(db)
  // Those that stand on the first of a month because nobody knows more.
  await sql`
    create index keeps_known_roughly on keeps (circle_id, happened_at)
      where trashed_at is null and date_precision not in ('time', 'day')
  `.execute(db)
}
