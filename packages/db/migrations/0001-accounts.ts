import { type Kysely, sql } from 'kysely'

/** Users, their sessions, and sign-ups that wait for proof of an address. Tokens are stored as SHA-256 only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table users (
      id uuid primary key default uuidv7(),
      email text not null unique check (email = lower(email)),
      name text not null,
      language text not null check (language in ('en', 'ru')),
      time_zone text not null,
      password_hash text,
      email_verified_at timestamptz,
      created_at timestamptz not null,
      updated_at timestamptz not null
    )
  `.execute(db)

  await sql`
    create table sessions (
      token_hash bytea primary key,
      id uuid not null unique default uuidv7(),
      user_id uuid not null references users on delete cascade,
      remembered boolean not null,
      created_at timestamptz not null,
      expires_at timestamptz not null
    )
  `.execute(db)
  await sql`create index sessions_user_id on sessions (user_id)`.execute(db)
  await sql`create index sessions_expires_at on sessions (expires_at)`.execute(db)

  // One row an attempt: an address that somebody else typed first gives that person nothing.
  await sql`
    create table sign_ups (
      id uuid primary key default uuidv7(),
      email text not null check (email = lower(email)),
      name text not null,
      language text not null check (language in ('en', 'ru')),
      time_zone text not null,
      password_hash text,
      browser_hash bytea not null,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      confirmed_at timestamptz
    )
  `.execute(db)
  await sql`create index sign_ups_email on sign_ups (email, created_at)`.execute(db)
  await sql`create index sign_ups_expires_at on sign_ups (expires_at)`.execute(db)
}
