import { type Kysely, sql } from 'kysely'

/**
 * What proves a person: sessions that know where they are, codes, second factors, phones, outside identities,
 * passkeys. Tokens are stored as SHA-256, short codes as HMAC (six digits are soon guessed from a plain hash),
 * and what must be read again is sealed under a key that is not in the database.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table users
      add column role text not null default 'user' check (role in ('user', 'operator', 'admin')),
      add column phone_index bytea unique,
      add column phone_sealed bytea,
      add column phone_verified_at timestamptz,
      add column units text not null default 'metric' check (units in ('metric', 'imperial')),
      add column avatar_id uuid,
      add column preferred_factor text check (preferred_factor in ('totp', 'sms', 'email')),
      add column factor_tries_at timestamptz[] not null default '{}',
      add column locked_until timestamptz,
      add column deactivated_at timestamptz,
      add column deletion_due_at timestamptz,
      add column deletion_keeps text check (deletion_keeps in ('stay', 'go')),
      add check ((phone_index is null) = (phone_sealed is null)),
      add check ((deletion_due_at is null) = (deletion_keeps is null))
  `.execute(db)
  await sql`create index users_deletion_due_at on users (deletion_due_at) where deletion_due_at is not null`.execute(
    db,
  )

  // A personal access token is a session that does not slide and that reaches only what its scopes name.
  await sql`
    alter table sessions
      add column kind text not null default 'browser' check (kind in ('browser', 'access_token')),
      add column name text,
      add column scopes text[] not null default '{}',
      add column proven_at timestamptz,
      add column used_at timestamptz,
      add column user_agent text,
      add column address text
  `.execute(db)
  await sql`update sessions set proven_at = created_at, used_at = created_at`.execute(db)
  await sql`
    alter table sessions
      alter column proven_at set not null,
      alter column used_at set not null,
      add check ((kind = 'access_token') = (name is not null))
  `.execute(db)

  await sql`
    alter table email_tokens
      drop constraint email_tokens_purpose_check,
      drop constraint email_tokens_check,
      drop constraint email_tokens_check1,
      add column user_id uuid references users on delete cascade,
      add column email text,
      add column expires_at timestamptz,
      add column used_at timestamptz,
      add constraint email_tokens_purpose_check check (purpose in (
        'confirm_sign_up', 'invitation', 'password_reset', 'magic_link', 'export', 'cancel_deletion'
      )),
      add constraint email_tokens_sign_up check ((purpose = 'confirm_sign_up') = (sign_up_id is not null)),
      add constraint email_tokens_invitation check ((purpose = 'invitation') = (invitation_id is not null)),
      add constraint email_tokens_user check (
        (purpose in ('confirm_sign_up', 'invitation')) = (user_id is null)
        and (user_id is null) = (expires_at is null)
      )
  `.execute(db)
  await sql`create index email_tokens_user_id on email_tokens (user_id)`.execute(db)
  await sql`create index email_tokens_expires_at on email_tokens (expires_at)`.execute(db)

  // Asking for a link by mail. The worker finds out whose address it is, so that asking is the same for all.
  await sql`
    create table link_requests (
      id uuid primary key,
      purpose text not null check (purpose in ('password_reset', 'magic_link', 'address_changed')),
      email text not null check (email = lower(email)),
      user_id uuid references users on delete cascade,
      created_at timestamptz not null,
      check ((purpose = 'address_changed') = (user_id is not null))
    )
  `.execute(db)
  await sql`create index link_requests_user_id on link_requests (user_id)`.execute(db)
  await sql`create index link_requests_created_at on link_requests (created_at)`.execute(db)

  // Both addresses confirm: one proves that the person asked, the other that they read it.
  await sql`
    create table email_changes (
      user_id uuid primary key references users on delete cascade,
      id uuid not null unique,
      new_email text not null check (new_email = lower(new_email)),
      old_token_hash bytea unique,
      new_token_hash bytea unique,
      old_confirmed_at timestamptz,
      new_confirmed_at timestamptz,
      created_at timestamptz not null,
      expires_at timestamptz not null
    )
  `.execute(db)
  await sql`create index email_changes_expires_at on email_changes (expires_at)`.execute(db)

  // Rows for people who do not exist are the same rows, so that asking tells nothing. The worker makes the code.
  // They outlive their session and challenge, since turns are counted by them; bound to nothing, none can be used.
  await sql`
    create table codes (
      id uuid primary key,
      purpose text not null check (purpose in (
        'phone_sign_in', 'phone_link', 'second_factor', 'reauthentication', 'factor_setup', 'factor_removal'
      )),
      channel text not null check (channel in ('sms', 'email')),
      user_id uuid references users on delete cascade,
      session_id uuid references sessions (id) on delete set null,
      challenge_id uuid,
      browser_hash bytea,
      phone_index bytea,
      phone_sealed bytea,
      code_hash bytea,
      tries integer not null default 0,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      used_at timestamptz
    )
  `.execute(db)
  await sql`create index codes_user_id on codes (user_id)`.execute(db)
  await sql`create index codes_phone_index on codes (phone_index, created_at)`.execute(db)
  await sql`create index codes_browser_hash on codes (browser_hash)`.execute(db)
  await sql`create index codes_created_at on codes (created_at)`.execute(db)
  await sql`create index codes_session_id on codes (session_id)`.execute(db)

  await sql`
    create table second_factors (
      id uuid primary key,
      user_id uuid not null references users on delete cascade,
      kind text not null check (kind in ('totp', 'sms', 'email')),
      secret_sealed bytea,
      last_step bigint,
      created_at timestamptz not null,
      confirmed_at timestamptz,
      unique (user_id, kind),
      check ((kind = 'totp') = (secret_sealed is not null))
    )
  `.execute(db)

  await sql`
    create table recovery_codes (
      user_id uuid not null references users on delete cascade,
      code_hash bytea not null,
      created_at timestamptz not null,
      used_at timestamptz,
      primary key (user_id, code_hash)
    )
  `.execute(db)

  await sql`
    create table trusted_devices (
      id uuid primary key,
      user_id uuid not null references users on delete cascade,
      token_hash bytea not null unique,
      user_agent text,
      address text,
      created_at timestamptz not null,
      used_at timestamptz not null,
      expires_at timestamptz not null
    )
  `.execute(db)
  await sql`create index trusted_devices_user_id on trusted_devices (user_id)`.execute(db)
  await sql`create index trusted_devices_expires_at on trusted_devices (expires_at)`.execute(db)

  // A first factor was right, the second is asked for. Bound to the browser that knew the first.
  await sql`
    create table sign_in_challenges (
      id uuid primary key,
      user_id uuid not null references users on delete cascade,
      browser_hash bytea not null,
      first_factor text not null check (first_factor in ('password', 'email', 'phone', 'provider', 'passkey')),
      remembered boolean not null,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      used_at timestamptz
    )
  `.execute(db)
  await sql`create index sign_in_challenges_user_id on sign_in_challenges (user_id)`.execute(db)
  await sql`create index sign_in_challenges_expires_at on sign_in_challenges (expires_at)`.execute(db)
  await sql`
    alter table codes
      add foreign key (challenge_id) references sign_in_challenges on delete set null
  `.execute(db)
  await sql`create index codes_challenge_id on codes (challenge_id)`.execute(db)

  await sql`
    create table identities (
      id uuid primary key,
      user_id uuid not null references users on delete cascade,
      provider text not null check (provider in ('google', 'github', 'facebook', 'apple', 'vk', 'telegram')),
      issuer text not null,
      subject text not null,
      label text,
      created_at timestamptz not null,
      used_at timestamptz not null,
      unique (provider, issuer, subject)
    )
  `.execute(db)
  await sql`create index identities_user_id on identities (user_id)`.execute(db)

  // One journey to a provider and back, and what it found. Bound to browser, purpose, provider, and session.
  await sql`
    create table provider_flows (
      id uuid primary key,
      state_hash bytea not null unique,
      browser_hash bytea not null,
      provider text not null check (provider in ('google', 'github', 'facebook', 'apple', 'vk', 'telegram')),
      purpose text not null check (purpose in ('sign_in', 'link', 'reauthenticate')),
      session_id uuid references sessions (id) on delete cascade,
      remembered boolean not null,
      secrets_sealed bytea,
      return_path text,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      returned_at timestamptz,
      finished_at timestamptz,
      issuer text,
      subject text,
      label text,
      name text,
      email text,
      email_proven boolean,
      authenticated_at timestamptz,
      check ((purpose = 'sign_in') = (session_id is null))
    )
  `.execute(db)
  await sql`create index provider_flows_session_id on provider_flows (session_id)`.execute(db)
  await sql`create index provider_flows_expires_at on provider_flows (expires_at)`.execute(db)
  // A provider that proves no address: the identity waits with the sign-up until the mail is confirmed.
  await sql`
    alter table sign_ups
      add column flow_id uuid references provider_flows on delete cascade
  `.execute(db)
  await sql`create index sign_ups_flow_id on sign_ups (flow_id)`.execute(db)

  // Begun by the account that stays; whoever signs in with the other one in the same browser may finish it.
  await sql`
    create table account_merges (
      id uuid primary key,
      kept_user_id uuid not null references users on delete cascade,
      kept_session_id uuid not null references sessions (id) on delete cascade,
      browser_hash bytea not null unique,
      created_at timestamptz not null,
      expires_at timestamptz not null
    )
  `.execute(db)
  await sql`create index account_merges_kept_user_id on account_merges (kept_user_id)`.execute(db)
  await sql`create index account_merges_kept_session_id on account_merges (kept_session_id)`.execute(db)
  await sql`create index account_merges_expires_at on account_merges (expires_at)`.execute(db)

  // An authenticator goes on naming the account that it made a passkey for. After that became part of another one,
  // made_for says which it was; no foreign key, since its row is gone.
  await sql`
    create table passkeys (
      id uuid primary key,
      user_id uuid not null references users on delete cascade,
      made_for uuid,
      credential_id text not null unique,
      public_key bytea not null,
      counter bigint not null,
      transports text[] not null,
      backed_up boolean not null,
      name text not null,
      created_at timestamptz not null,
      used_at timestamptz
    )
  `.execute(db)
  await sql`create index passkeys_user_id on passkeys (user_id)`.execute(db)

  await sql`
    create table passkey_challenges (
      id uuid primary key,
      purpose text not null check (purpose in ('register', 'sign_in', 'second_factor', 'reauthenticate')),
      challenge_hash bytea not null unique,
      browser_hash bytea,
      session_id uuid references sessions (id) on delete cascade,
      sign_in_challenge_id uuid references sign_in_challenges on delete cascade,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      used_at timestamptz
    )
  `.execute(db)
  await sql`create index passkey_challenges_session_id on passkey_challenges (session_id)`.execute(db)
  await sql`create index passkey_challenges_sign_in on passkey_challenges (sign_in_challenge_id)`.execute(db)
  await sql`create index passkey_challenges_expires_at on passkey_challenges (expires_at)`.execute(db)

  // What a link hands out once: recovery codes as a PDF, sealed; an export, by the key of its object.
  await sql`
    create table one_time_downloads (
      token_hash bytea primary key,
      user_id uuid not null references users on delete cascade,
      kind text not null check (kind in ('recovery_codes', 'export')),
      content_sealed bytea,
      storage_key text,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      check ((content_sealed is null) <> (storage_key is null))
    )
  `.execute(db)
  await sql`create index one_time_downloads_user_id on one_time_downloads (user_id)`.execute(db)
  await sql`create index one_time_downloads_expires_at on one_time_downloads (expires_at)`.execute(db)

  await sql`
    create table user_exports (
      id uuid primary key,
      user_id uuid not null references users on delete cascade,
      state text not null check (state in ('waiting', 'ready', 'failed')),
      storage_key text,
      bytes bigint,
      created_at timestamptz not null,
      finished_at timestamptz,
      expires_at timestamptz not null
    )
  `.execute(db)
  await sql`create index user_exports_user_id on user_exports (user_id)`.execute(db)
  await sql`create index user_exports_expires_at on user_exports (expires_at)`.execute(db)
}
