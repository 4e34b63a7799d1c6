import { type Kysely, sql } from 'kysely'

/** What happened: the stream that browsers follow, the audit, and the limits that several servers share. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // A number from an identity is not commit order. Taking it from this row serialises a circle's writers
  // until they commit, so a reader that has seen n has seen everything below n.
  await sql`
    create table circle_streams (
      circle_id uuid primary key references circles on delete cascade,
      last_seq bigint not null
    )
  `.execute(db)

  await sql`
    create table events (
      circle_id uuid not null references circles on delete cascade,
      seq bigint not null,
      payload jsonb not null,
      created_at timestamptz not null,
      primary key (circle_id, seq)
    )
  `.execute(db)
  await sql`create index events_created_at on events (created_at)`.execute(db)

  // No foreign keys: an entry outlives what it speaks of.
  await sql`
    create table audit_entries (
      id uuid primary key default uuidv7(),
      at timestamptz not null,
      actor_id uuid,
      circle_id uuid,
      action text not null,
      subject_id uuid,
      request_id text,
      address text
    )
  `.execute(db)
  await sql`create index audit_entries_circle on audit_entries (circle_id, id)`.execute(db)
  await sql`create index audit_entries_actor on audit_entries (actor_id, id)`.execute(db)

  // Unlogged: after a crash of Postgres everybody starts with a fresh allowance, which is fine.
  await sql`
    create unlogged table rate_limits (
      key text primary key,
      full_at timestamptz not null
    )
  `.execute(db)
  await sql`create index rate_limits_full_at on rate_limits (full_at)`.execute(db)
}
