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

/** By triggers, as rows also go in ways that no verb sees: with an account, or a circle. */
async function countedByTriggers(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function count_stored_bytes() returns trigger language plpgsql as $$
    declare
      circle uuid := case when tg_op = 'DELETE' then old.circle_id else new.circle_id end;
      added bigint := 0;
    begin
      if tg_op <> 'INSERT' then added := added - old.stored_bytes; end if;
      if tg_op <> 'DELETE' then added := added + new.stored_bytes; end if;
      if added <> 0 then
        update circles set stored_bytes = stored_bytes + added where id = circle;
      end if;
      return null;
    end $$
  `.execute(db)
  await sql`
    create trigger media_count_stored after insert or delete or update of state, byte_size, derived_bytes on media
      for each row execute function count_stored_bytes()
  `.execute(db)
  await sql`
    create trigger child_upgrades_count_stored after insert or delete or update of paper_bytes on child_upgrades
      for each row execute function count_stored_bytes()
  `.execute(db)
}
