import { type Kysely, sql } from 'kysely'

/** Circles, who is in them, who is invited, and the tokens that mails carry. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table circles (
      id uuid primary key default uuidv7(),
      name text not null,
      description text,
      created_by uuid references users on delete set null,
      idempotency_key uuid,
      member_count integer not null default 0 check (member_count >= 0),
      keep_count integer not null default 0 check (keep_count >= 0),
      stored_bytes bigint not null default 0 check (stored_bytes >= 0),
      created_at timestamptz not null,
      updated_at timestamptz not null
    )
  `.execute(db)
  await sql`create unique index circles_idempotency on circles (created_by, idempotency_key)`.execute(db)

  await sql`
    create table memberships (
      circle_id uuid not null references circles on delete cascade,
      user_id uuid not null references users on delete cascade,
      role text not null check (role in ('owner', 'admin', 'member', 'viewer')),
      joined_at timestamptz not null,
      primary key (circle_id, user_id)
    )
  `.execute(db)
  await sql`create index memberships_user_id on memberships (user_id)`.execute(db)
  await sql`create unique index memberships_one_owner on memberships (circle_id) where role = 'owner'`.execute(
    db,
  )

  await sql`
    create table invitations (
      circle_id uuid not null references circles on delete cascade,
      id uuid not null default uuidv7(),
      email text not null check (email = lower(email)),
      role text not null check (role in ('admin', 'member', 'viewer')),
      invited_by uuid references users on delete set null,
      status text not null check (status in ('pending', 'accepted', 'declined', 'cancelled')),
      created_at timestamptz not null,
      expires_at timestamptz not null,
      responded_at timestamptz,
      primary key (circle_id, id),
      unique (id)
    )
  `.execute(db)
  await sql`create index invitations_invited_by on invitations (invited_by)`.execute(db)
  await sql`create unique index invitations_one_pending on invitations (circle_id, email) where status = 'pending'`.execute(
    db,
  )
  await sql`create index invitations_email on invitations (email) where status = 'pending'`.execute(db)

  // A mail may be sent twice (a retry, a resend): each carries a token of its own, and all of them work.
  await sql`
    create table email_tokens (
      token_hash bytea primary key,
      purpose text not null check (purpose in ('confirm_sign_up', 'invitation')),
      sign_up_id uuid references sign_ups on delete cascade,
      invitation_id uuid references invitations (id) on delete cascade,
      created_at timestamptz not null,
      check ((purpose = 'confirm_sign_up') = (sign_up_id is not null)),
      check ((purpose = 'invitation') = (invitation_id is not null))
    )
  `.execute(db)
  await sql`create index email_tokens_sign_up_id on email_tokens (sign_up_id)`.execute(db)
  await sql`create index email_tokens_invitation_id on email_tokens (invitation_id)`.execute(db)
}
