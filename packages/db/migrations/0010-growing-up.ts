import { type Kysely, sql } from 'kysely'

/** A child's way to an account of their own, what happened in a circle, and calendars that follow it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await childUpgrades(db)
  await activities(db)
  await calendarFeeds(db)
}

async function childUpgrades(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table child_upgrades (
      circle_id uuid not null,
      id uuid not null default uuidv7(),
      child_id uuid not null,
      email text check (email = lower(email)),
      status text not null check (status in ('pending', 'revoked', 'completed')),
      -- Of the mails sent for it: links of earlier ones open nothing any more.
      issue integer not null default 1 check (issue > 0),
      consent_kind text not null check (consent_kind in ('signature', 'paper', 'verbal')),
      -- Which text was agreed to, and in which language it was read.
      consent_version integer not null check (consent_version > 0),
      consent_language text not null check (consent_language in ('en', 'ru')),
      guardian_name text,
      witness_name text,
      paper_bytes bigint check (paper_bytes > 0),
      paper_type text,
      stored_bytes bigint not null generated always as (coalesce(paper_bytes, 0)) stored,
      consented_at timestamptz not null,
      requested_by uuid references users on delete set null,
      user_id uuid references users on delete set null,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      ended_at timestamptz,
      primary key (circle_id, id),
      unique (id),
      foreign key (circle_id, child_id) references children on delete cascade,
      check ((status = 'pending') = (ended_at is null)),
      -- Names and address go with whoever they belong to; what was agreed to, and when, stays.
      check (status <> 'pending' or email is not null),
      check (consent_kind = 'verbal' or witness_name is null),
      check ((consent_kind = 'paper') = (paper_bytes is not null and paper_type is not null))
    )
  `.execute(db)
  await sql`create unique index child_upgrades_one_pending on child_upgrades (circle_id, child_id) where status = 'pending'`.execute(
    db,
  )
  await sql`create index child_upgrades_child on child_upgrades (circle_id, child_id)`.execute(db)
  await sql`create index child_upgrades_requested_by on child_upgrades (requested_by)`.execute(db)
  await sql`create index child_upgrades_user_id on child_upgrades (user_id) where user_id is not null`.execute(
    db,
  )
  await sql`
    alter table email_tokens
      drop constraint email_tokens_purpose_check,
      drop constraint email_tokens_user,
      add column child_upgrade_id uuid references child_upgrades (id) on delete cascade,
      add constraint email_tokens_purpose_check check (purpose in (
        'confirm_sign_up', 'invitation', 'password_reset', 'magic_link', 'export', 'cancel_deletion', 'child_upgrade'
      )),
      add constraint email_tokens_user check (
        (purpose in ('confirm_sign_up', 'invitation', 'child_upgrade')) = (user_id is null)
        and (user_id is null) = (expires_at is null)
      ),
      add constraint email_tokens_child_upgrade check ((purpose = 'child_upgrade') = (child_upgrade_id is not null))
  `.execute(db)
  await sql`create index email_tokens_child_upgrade_id on email_tokens (child_upgrade_id)`.execute(db)
  await sql`
    create table child_upgrade_entries (
      circle_id uuid not null,
      id uuid not null default uuidv7(),
      child_id uuid not null,
      upgrade_id uuid not null,
      action text not null check (action in ('request_initiated', 'token_reissued', 'token_revoked', 'upgrade_completed')),
      user_id uuid references users on delete set null,
      at timestamptz not null,
      primary key (circle_id, id),
      foreign key (circle_id, upgrade_id) references child_upgrades on delete cascade
    )
  `.execute(db)
  await sql`create index child_upgrade_entries_child on child_upgrade_entries (circle_id, child_id, id)`.execute(
    db,
  )
  await sql`create index child_upgrade_entries_upgrade on child_upgrade_entries (circle_id, upgrade_id)`.execute(
    db,
  )
  await sql`create index child_upgrade_entries_user_id on child_upgrade_entries (user_id)`.execute(db)
}

async function activities(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table activities (
      circle_id uuid not null references circles on delete cascade,
      id uuid not null default uuidv7(),
      kind text not null,
      user_id uuid references users on delete set null,
      guest_link_id uuid,
      keep_id uuid,
      child_id uuid,
      pet_id uuid,
      other_user_id uuid references users on delete set null,
      role text check (role in ('admin', 'member', 'viewer')),
      item_count integer not null default 1 check (item_count > 0),
      visibility text not null default 'circle' check (visibility in ('circle', 'admins')),
      created_at timestamptz not null,
      updated_at timestamptz not null,
      primary key (circle_id, id),
      foreign key (circle_id, guest_link_id) references guest_links on delete cascade,
      foreign key (circle_id, keep_id) references keeps on delete cascade,
      foreign key (circle_id, child_id) references children on delete cascade,
      foreign key (circle_id, pet_id) references pets on delete cascade
    )
  `.execute(db)
  await sql`create index activities_newest on activities (circle_id, updated_at desc, id desc)`.execute(db)
  await sql`create index activities_user_id on activities (user_id)`.execute(db)
  await sql`create index activities_other_user_id on activities (other_user_id) where other_user_id is not null`.execute(
    db,
  )
  await sql`create index activities_guest_link on activities (circle_id, guest_link_id) where guest_link_id is not null`.execute(
    db,
  )
  await sql`create index activities_keep on activities (circle_id, keep_id) where keep_id is not null`.execute(
    db,
  )
  await sql`create index activities_child on activities (circle_id, child_id) where child_id is not null`.execute(
    db,
  )
  await sql`create index activities_pet on activities (circle_id, pet_id) where pet_id is not null`.execute(
    db,
  )
  // Keeps added together are one entry: it counts those of them that its reader sees, as they are now.
  await sql`
    alter table keeps
      add column activity_id uuid,
      add foreign key (circle_id, activity_id) references activities on delete set null (activity_id)
  `.execute(db)
  await sql`create index keeps_activity on keeps (circle_id, activity_id) where activity_id is not null`.execute(
    db,
  )
}

async function calendarFeeds(db: Kysely<unknown>): Promise<void> {
  // Whoever leaves a circle takes their feeds along.
  await sql`
    create table calendar_feeds (
      circle_id uuid not null,
      id uuid not null default uuidv7(),
      user_id uuid not null,
      name text not null,
      token_hash bytea not null unique,
      created_at timestamptz not null,
      used_at timestamptz,
      primary key (circle_id, id),
      foreign key (circle_id, user_id) references memberships on update cascade on delete cascade
    )
  `.execute(db)
  await sql`create index calendar_feeds_user on calendar_feeds (circle_id, user_id)`.execute(db)
}
