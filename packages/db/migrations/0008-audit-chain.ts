import { type Kysely, sql } from 'kysely'

/**
 * The audit as a chain: a seal holds the hash of its entry and of the seal before, so that whatever is changed,
 * removed, put in or moved breaks it. Sealed by a trigger when a transaction commits, and by nobody else: the
 * application's role may add entries and read both (packages/db/src/app-role.ts), nothing more.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table audit_seals (
      seq bigint primary key check (seq > 0),
      entry_id uuid not null unique,
      hash bytea not null check (octet_length(hash) = 32)
    )
  `.execute(db)

  // Each part with its length, so that no two entries read the same. packages/core/src/platform/audit-chain.ts
  // does this again, on purpose: whoever owns the database could change it here.
  await sql`
    create function audit_part(value text) returns text language sql immutable as $$
      select coalesce(octet_length(value)::text || ':' || value, '-')
    $$
  `.execute(db)
  await sql`
    create function audit_hash(previous bytea, entry audit_entries) returns bytea language sql stable as $$
      select sha256(previous || convert_to(
        audit_part(entry.id::text)
        || audit_part(to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'))
        || audit_part(entry.actor_id::text)
        || audit_part(entry.circle_id::text)
        || audit_part(entry.action)
        || audit_part(entry.subject_id::text)
        || audit_part(entry.request_id)
        || audit_part(entry.address),
        'UTF8'))
    $$
  `.execute(db)

  // At the commit and not before: the chain is held for a commit's length, never for a transaction's.
  await sql`
    create function seal_audit_entry() returns trigger language plpgsql
      security definer set search_path = public, pg_temp as $$
    declare
      last_seq bigint := 0;
      last_hash bytea := '';
    begin
      perform pg_advisory_xact_lock(hashtextextended('kinkeep.audit', 0));
      select s.seq, s.hash into last_seq, last_hash from audit_seals s order by s.seq desc limit 1;
      insert into audit_seals (seq, entry_id, hash)
      values (coalesce(last_seq, 0) + 1, new.id, audit_hash(coalesce(last_hash, ''), new));
      return null;
    end $$
  `.execute(db)
  await sql`
    do $$
    declare
      entry audit_entries;
      last_seq bigint := 0;
      last_hash bytea := '';
    begin
      for entry in select * from audit_entries order by id loop
        last_seq := last_seq + 1;
        last_hash := audit_hash(last_hash, entry);
        insert into audit_seals (seq, entry_id, hash) values (last_seq, entry.id, last_hash);
      end loop;
    end $$
  `.execute(db)
  await sql`
    create constraint trigger audit_entries_seal after insert on audit_entries
      deferrable initially deferred for each row execute function seal_audit_entry()
  `.execute(db)

  // Lists are read by time, newest first.
  await sql`drop index audit_entries_circle`.execute(db)
  await sql`drop index audit_entries_actor`.execute(db)
  await sql`create index audit_entries_at on audit_entries (at, id)`.execute(db)
  await sql`create index audit_entries_circle on audit_entries (circle_id, at, id)`.execute(db)
  await sql`create index audit_entries_actor on audit_entries (actor_id, at, id)`.execute(db)
  await sql`create index audit_entries_action on audit_entries (action, at, id)`.execute(db)

  // An operator looks for people by the beginning of an address or a name.
  await sql`create index users_email_prefix on users (email text_pattern_ops)`.execute(db)
  await sql`create index users_name_prefix on users (lower(name) text_pattern_ops)`.execute(db)
}
