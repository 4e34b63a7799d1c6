import { type Kysely, sql } from 'kysely'

/** What a circle has stored is all that lies in the store for it: originals, and what was made of them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // null: nothing was made, or it was made before anybody counted and is measured by a job.
  await sql`
    alter table media
      add column derived_bytes bigint check (derived_bytes >= 0),
      add column stored_bytes bigint not null generated always as (
        case when state = 'requested' then 0 else byte_size end + coalesce(derived_bytes, 0)
      ) stored
  `.execute(db)
  await sql`create index media_unmeasured on media (created_at) where state = 'ready' and derived_bytes is null`.execute(
    db,
  )
  // null: what every circle may store.
  await sql`alter table circles add column quota_bytes bigint check (quota_bytes > 0)`.execute(db)
  await sql`
    update circles set stored_bytes = coalesce(
      (select sum(media.stored_bytes) from media where media.circle_id = circles.id), 0
    )
  `.execute(db)
  await countedByTriggers(db)
}

/**
 * By triggers, as rows also go in ways that no verb sees: with an account, or a circle. Once a statement and circle: a
 * row of the circle for each photo would make a thousand photos that go at once wait for a thousand versions of it.
 */
async function countedByTriggers(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function count_stored_bytes() returns trigger language plpgsql as $$
    declare
      counted record;
    begin
      if tg_op = 'INSERT' then
        for counted in
          select circle_id, sum(stored_bytes) as added from new_rows group by circle_id order by circle_id
        loop
          perform add_stored_bytes(counted.circle_id, counted.added);
        end loop;
      elsif tg_op = 'DELETE' then
        for counted in
          select circle_id, -sum(stored_bytes) as added from old_rows group by circle_id order by circle_id
        loop
          perform add_stored_bytes(counted.circle_id, counted.added);
        end loop;
      else
        for counted in
          select circle_id, sum(bytes) as added from (
            select circle_id, stored_bytes as bytes from new_rows
            union all
            select circle_id, -stored_bytes from old_rows
          ) changed group by circle_id order by circle_id
        loop
          perform add_stored_bytes(counted.circle_id, counted.added);
        end loop;
      end if;
      return null;
    end $$
  `.execute(db)
  await sql`
    create function add_stored_bytes(circle uuid, added numeric) returns void language sql as $$
      update circles set stored_bytes = stored_bytes + added where id = circle and added <> 0
    $$
  `.execute(db)
  for (const table of ['media', 'child_upgrades']) {
    for (const [event, rows] of [
      ['insert', 'new table as new_rows'],
      ['update', 'old table as old_rows new table as new_rows'],
      ['delete', 'old table as old_rows'],
    ] as const) {
      await sql`
        create trigger ${sql.ref(`${table}_count_stored_on_${event}`)} after ${sql.raw(event)} on ${sql.table(table)}
          referencing ${sql.raw(rows)} for each statement execute function count_stored_bytes()
      `.execute(db)
    }
  }
}
