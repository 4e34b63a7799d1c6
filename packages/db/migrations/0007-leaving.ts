import { type Kysely, sql } from 'kysely'

/** What it takes to go: circles that wait to be deleted, avatars, exports, and objects whose rows are gone. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // While it is set, the circle exists for its owner alone, and only to be taken back.
  await sql`alter table circles add column deletion_due_at timestamptz`.execute(db)
  await sql`create index circles_deletion_due_at on circles (deletion_due_at) where deletion_due_at is not null`.execute(
    db,
  )

  // Whatever code does, in whatever order: no commit leaves a circle without an owner.
  await sql`
    create function assert_circle_has_owner() returns trigger language plpgsql as $$
    begin
      if exists (select from circles where id = old.circle_id)
        and not exists (select from memberships where circle_id = old.circle_id and role = 'owner')
      then
        raise exception 'circle % would have no owner', old.circle_id
          using errcode = 'check_violation', constraint = 'memberships_some_owner';
      end if;
      return null;
    end $$
  `.execute(db)
  await sql`
    create constraint trigger memberships_some_owner
      after update or delete on memberships
      deferrable initially deferred
      for each row when (old.role = 'owner')
      execute function assert_circle_has_owner()
  `.execute(db)

  await sql`
    create table avatars (
      id uuid primary key,
      user_id uuid not null references users on delete cascade,
      state text not null check (state in ('requested', 'processing', 'ready', 'failed')),
      failure text check (failure in ('EMPTY', 'UNSUPPORTED_TYPE', 'DAMAGED', 'TOO_MANY_PIXELS', 'TOO_MANY_FRAMES', 'TIMED_OUT', 'OUT_OF_MEMORY', 'MISSING', 'INTERNAL')),
      byte_size bigint not null check (byte_size > 0),
      created_at timestamptz not null,
      completed_at timestamptz,
      check ((state = 'failed') = (failure is not null))
    )
  `.execute(db)
  await sql`create index avatars_user_id on avatars (user_id)`.execute(db)
  await sql`create index avatars_unfinished on avatars (state, created_at) where state <> 'ready'`.execute(db)
  await sql`alter table users add foreign key (avatar_id) references avatars on delete set null`.execute(db)
  await sql`create index users_avatar_id on users (avatar_id)`.execute(db)

  await sql`create unique index user_exports_one_waiting on user_exports (user_id) where state = 'waiting'`.execute(
    db,
  )
  await sql`
    alter table email_tokens
      add column export_id uuid references user_exports on delete cascade,
      add constraint email_tokens_export check ((purpose = 'export') = (export_id is not null))
  `.execute(db)
  await sql`create index email_tokens_export_id on email_tokens (export_id)`.execute(db)

  // Written by the transaction that forgets the rows: without it, a crash between the two would leave objects in
  // the store for good. A row goes once no signed upload can write under its prefix any more.
  await sql`
    create table object_removals (
      prefix text primary key check (prefix like '%/'),
      due_at timestamptz not null,
      last_at timestamptz not null
    )
  `.execute(db)
  await sql`create index object_removals_due_at on object_removals (due_at)`.execute(db)
}
