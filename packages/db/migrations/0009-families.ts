import { type Kysely, sql } from 'kysely'

/** The people of a circle and around it: children, pets, guests, and what everybody says to a keep. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await invitationsByLink(db)
  await childrenAndPets(db)
  await guestLinks(db)
  await keepsOfPeople(db)
  await reactionsAndComments(db)
  await countersOfKeeps(db)
}

async function invitationsByLink(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table invitations
      alter column email drop not null,
      add column kind text not null default 'email' check (kind in ('email', 'link')),
      add column token_hash bytea unique,
      add column max_uses integer check (max_uses > 0),
      add column use_count integer not null default 0,
      add constraint invitations_email_kind check ((kind = 'email') = (email is not null)),
      add constraint invitations_link_kind check ((kind = 'link') = (token_hash is not null and max_uses is not null)),
      -- A link passes from hand to hand: it never makes an admin.
      add constraint invitations_link_role check (kind = 'email' or role in ('member', 'viewer')),
      add constraint invitations_uses check (use_count between 0 and coalesce(max_uses, 1))
  `.execute(db)
  await sql`alter table invitations alter column kind drop default`.execute(db)
  // What an answer that was lost on its way can be repeated from. Of nobody: whoever it was is gone, the use is not.
  await sql`
    create table invitation_uses (
      circle_id uuid not null,
      id uuid not null default uuidv7(),
      invitation_id uuid not null,
      user_id uuid references users on delete set null,
      used_at timestamptz not null,
      primary key (circle_id, id),
      foreign key (circle_id, invitation_id) references invitations on delete cascade
    )
  `.execute(db)
  await sql`create unique index invitation_uses_person on invitation_uses (circle_id, invitation_id, user_id)`.execute(
    db,
  )
  await sql`create index invitation_uses_user_id on invitation_uses (user_id)`.execute(db)
  // Whoever signs up by a link finds it again where they confirm their address.
  await sql`
    alter table sign_ups add column invitation_id uuid references invitations (id) on delete set null
  `.execute(db)
  await sql`create index sign_ups_invitation_id on sign_ups (invitation_id) where invitation_id is not null`.execute(
    db,
  )
}

async function childrenAndPets(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table children (
      circle_id uuid not null references circles on delete cascade,
      id uuid not null default uuidv7(),
      name text not null,
      birthdate date not null,
      pronouns text,
      sex text check (sex in ('female', 'male')),
      avatar_media_id uuid,
      user_id uuid references users on delete set null,
      created_by uuid references users on delete set null,
      idempotency_key uuid,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      primary key (circle_id, id),
      foreign key (circle_id, avatar_media_id) references media on delete set null (avatar_media_id)
    )
  `.execute(db)
  await sql`create unique index children_idempotency on children (circle_id, created_by, idempotency_key) where idempotency_key is not null`.execute(
    db,
  )
  await sql`create unique index children_user on children (circle_id, user_id) where user_id is not null`.execute(
    db,
  )
  await sql`create index children_user_id on children (user_id) where user_id is not null`.execute(db)
  await sql`create index children_created_by on children (created_by)`.execute(db)
  await sql`create index children_avatar on children (circle_id, avatar_media_id)`.execute(db)

  // Whole millimetres and grams: every unit a person types converts to them without a rest that shows.
  await sql`
    create table measurements (
      circle_id uuid not null,
      id uuid not null default uuidv7(),
      child_id uuid not null,
      measured_on date not null,
      height_mm integer check (height_mm between 200 and 2500),
      weight_g integer check (weight_g between 200 and 300000),
      head_mm integer check (head_mm between 150 and 800),
      created_by uuid references users on delete set null,
      created_at timestamptz not null,
      primary key (circle_id, id),
      foreign key (circle_id, child_id) references children on delete cascade,
      check (coalesce(height_mm, weight_g, head_mm) is not null)
    )
  `.execute(db)
  await sql`create unique index measurements_day on measurements (circle_id, child_id, measured_on)`.execute(
    db,
  )
  await sql`create index measurements_created_by on measurements (created_by)`.execute(db)

  await sql`
    create table pets (
      circle_id uuid not null references circles on delete cascade,
      id uuid not null default uuidv7(),
      name text not null,
      kind text not null check (kind in ('dog', 'cat', 'rabbit', 'rodent', 'bird', 'fish', 'reptile', 'horse', 'other')),
      breed text,
      birthdate date,
      died_on date,
      bio text,
      avatar_media_id uuid,
      created_by uuid references users on delete set null,
      idempotency_key uuid,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      primary key (circle_id, id),
      foreign key (circle_id, avatar_media_id) references media on delete set null (avatar_media_id),
      check (died_on >= birthdate)
    )
  `.execute(db)
  await sql`create unique index pets_idempotency on pets (circle_id, created_by, idempotency_key) where idempotency_key is not null`.execute(
    db,
  )
  await sql`create index pets_created_by on pets (created_by)`.execute(db)
  await sql`create index pets_avatar on pets (circle_id, avatar_media_id)`.execute(db)
}

async function guestLinks(db: Kysely<unknown>): Promise<void> {
  // A revoked link stays: what its guest said still bears the name.
  await sql`
    create table guest_links (
      circle_id uuid not null references circles on delete cascade,
      id uuid not null default uuidv7(),
      name text not null,
      token_hash bytea not null unique,
      pin_hash text,
      may_download boolean not null,
      created_by uuid references users on delete set null,
      created_at timestamptz not null,
      expires_at timestamptz,
      revoked_at timestamptz,
      seen_at timestamptz,
      pin_tries_at timestamptz[] not null default '{}',
      locked_until timestamptz,
      primary key (circle_id, id)
    )
  `.execute(db)
  await sql`create index guest_links_created_by on guest_links (created_by)`.execute(db)
  // One browser may be a guest of several circles, in each by one link.
  await sql`
    create table guest_sessions (
      token_hash bytea not null,
      circle_id uuid not null,
      guest_link_id uuid not null,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      primary key (token_hash, circle_id),
      foreign key (circle_id, guest_link_id) references guest_links on delete cascade
    )
  `.execute(db)
  await sql`create index guest_sessions_link on guest_sessions (circle_id, guest_link_id)`.execute(db)
  await sql`create index guest_sessions_expires_at on guest_sessions (expires_at)`.execute(db)
}

async function keepsOfPeople(db: Kysely<unknown>): Promise<void> {
  // Arrays, as a page shows them with every keep: the verbs that delete a child or a pet take it out of them.
  await sql`
    alter table keeps
      add column visibility text not null default 'circle' check (visibility in ('circle', 'admins')),
      add column child_ids uuid[] not null default '{}',
      add column pet_ids uuid[] not null default '{}',
      add column like_count integer not null default 0 check (like_count >= 0),
      add column love_count integer not null default 0 check (love_count >= 0),
      add column laugh_count integer not null default 0 check (laugh_count >= 0),
      add column wow_count integer not null default 0 check (wow_count >= 0),
      add column celebrate_count integer not null default 0 check (celebrate_count >= 0),
      add column comment_count integer not null default 0 check (comment_count >= 0)
  `.execute(db)
  await sql`create index keeps_children on keeps using gin (child_ids) where child_ids <> '{}'`.execute(db)
  await sql`create index keeps_pets on keeps using gin (pet_ids) where pet_ids <> '{}'`.execute(db)
  // The timeline of one author or one kind: whoever wrote little, or long ago, is not looked for among all the others.
  await sql`create index keeps_by_author on keeps (circle_id, author_id, happened_at desc, id desc) where trashed_at is null`.execute(
    db,
  )
  await sql`create index keeps_by_kind on keeps (circle_id, kind, happened_at desc, id desc) where trashed_at is null`.execute(
    db,
  )
  // Of the keeps counted beside it, those that only admins see.
  await sql`
    alter table keep_days add column admin_keeps integer not null default 0 check (admin_keeps between 0 and keeps)
  `.execute(db)
  await sql`
    alter table circles add column admin_keep_count integer not null default 0 check (admin_keep_count between 0 and keep_count)
  `.execute(db)
}

async function reactionsAndComments(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table reactions (
      circle_id uuid not null,
      id uuid not null default uuidv7(),
      keep_id uuid not null,
      user_id uuid references users on delete cascade,
      guest_link_id uuid,
      kind text not null check (kind in ('like', 'love', 'laugh', 'wow', 'celebrate')),
      created_at timestamptz not null,
      primary key (circle_id, id),
      foreign key (circle_id, keep_id) references keeps on delete cascade,
      foreign key (circle_id, guest_link_id) references guest_links on delete cascade,
      check (num_nonnulls(user_id, guest_link_id) = 1)
    )
  `.execute(db)
  await sql`create unique index reactions_of_user on reactions (circle_id, keep_id, user_id) where user_id is not null`.execute(
    db,
  )
  await sql`create unique index reactions_of_guest on reactions (circle_id, keep_id, guest_link_id) where guest_link_id is not null`.execute(
    db,
  )
  await sql`create index reactions_keep on reactions (circle_id, keep_id, id)`.execute(db)
  await sql`create index reactions_user_id on reactions (user_id) where user_id is not null`.execute(db)
  await sql`create index reactions_guest_link on reactions (circle_id, guest_link_id) where guest_link_id is not null`.execute(
    db,
  )

  // Nobody at all: the account is gone, its words stay as its owner chose. Without a body: deleted, but answered.
  await sql`
    create table comments (
      circle_id uuid not null,
      id uuid not null default uuidv7(),
      keep_id uuid not null,
      parent_id uuid,
      user_id uuid references users on delete set null,
      guest_link_id uuid,
      body text,
      idempotency_key uuid,
      created_at timestamptz not null,
      edited_at timestamptz,
      deleted_at timestamptz,
      primary key (circle_id, id),
      foreign key (circle_id, keep_id) references keeps on delete cascade,
      foreign key (circle_id, parent_id) references comments on delete cascade,
      foreign key (circle_id, guest_link_id) references guest_links on delete cascade,
      check (num_nonnulls(user_id, guest_link_id) <= 1),
      check ((body is null) = (deleted_at is not null))
    )
  `.execute(db)
  await sql`create index comments_keep on comments (circle_id, keep_id, created_at, id)`.execute(db)
  await sql`create index comments_parent on comments (circle_id, parent_id, created_at, id) where parent_id is not null`.execute(
    db,
  )
  await sql`create index comments_user_id on comments (user_id) where user_id is not null`.execute(db)
  await sql`create index comments_guest_link on comments (circle_id, guest_link_id) where guest_link_id is not null`.execute(
    db,
  )
  await sql`create unique index comments_idempotency on comments (circle_id, keep_id, user_id, guest_link_id, idempotency_key) nulls not distinct where idempotency_key is not null`.execute(
    db,
  )
}

/** By triggers, as rows also go in ways that no verb sees: with an account, a guest link, or what was answered. */
async function countersOfKeeps(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function count_reaction() returns trigger language plpgsql as $$
    begin
      if tg_op <> 'INSERT' then
        update keeps set
          like_count = like_count - (old.kind = 'like')::int,
          love_count = love_count - (old.kind = 'love')::int,
          laugh_count = laugh_count - (old.kind = 'laugh')::int,
          wow_count = wow_count - (old.kind = 'wow')::int,
          celebrate_count = celebrate_count - (old.kind = 'celebrate')::int
        where circle_id = old.circle_id and id = old.keep_id;
      end if;
      if tg_op <> 'DELETE' then
        update keeps set
          like_count = like_count + (new.kind = 'like')::int,
          love_count = love_count + (new.kind = 'love')::int,
          laugh_count = laugh_count + (new.kind = 'laugh')::int,
          wow_count = wow_count + (new.kind = 'wow')::int,
          celebrate_count = celebrate_count + (new.kind = 'celebrate')::int
        where circle_id = new.circle_id and id = new.keep_id;
      end if;
      return null;
    end $$
  `.execute(db)
  await sql`
    create trigger reactions_count after insert or delete or update of kind on reactions
      for each row execute function count_reaction()
  `.execute(db)
  await sql`
    create function count_comment() returns trigger language plpgsql as $$
    begin
      if tg_op <> 'INSERT' and old.deleted_at is null then
        update keeps set comment_count = comment_count - 1 where circle_id = old.circle_id and id = old.keep_id;
      end if;
      if tg_op <> 'DELETE' and new.deleted_at is null then
        update keeps set comment_count = comment_count + 1 where circle_id = new.circle_id and id = new.keep_id;
      end if;
      return null;
    end $$
  `.execute(db)
  await sql`
    create trigger comments_count after insert or delete or update of deleted_at on comments
      for each row execute function count_comment()
  `.execute(db)
}
