import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { migrateToLatest } from '@kinkeep/db/migrate'
import { createBareDatabase } from '@kinkeep/testing/database'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from './migrate.ts'
import { verifyAudit } from './platform/audit-chain.ts'
import { createDatabase } from './platform/db.ts'

const migrationFolder = path.join(import.meta.dirname, '../../db/migrations')

const anna = '01900000-0000-7000-8000-00000000000a'
const circle = '01900000-0000-7000-8000-0000000000c1'

/** What a family of the release before accounts could be secured had: a row of everything that later changed. */
const rowsOfOldRelease = `
  insert into users (id, email, name, language, time_zone, password_hash, created_at, updated_at)
    values ('${anna}', 'anna@example.org', 'Anna', 'ru', 'Europe/Berlin', 'a hash', '2026-01-01', '2026-01-01');
  insert into sessions (token_hash, user_id, remembered, created_at, expires_at)
    values ('\\x01', '${anna}', true, '2026-01-02', '2027-01-01');
  with sign_up as (
    insert into sign_ups (email, name, language, time_zone, browser_hash, created_at, expires_at)
      values ('boris@example.org', 'Boris', 'en', 'UTC', '\\x02', '2026-01-02', '2026-01-03') returning id
  ) insert into email_tokens (token_hash, purpose, sign_up_id, created_at)
    select '\\x03', 'confirm_sign_up', id, '2026-01-02' from sign_up;
  insert into circles (id, name, created_by, member_count, keep_count, stored_bytes, created_at, updated_at)
    values ('${circle}', 'Home', '${anna}', 1, 1, 5, '2026-01-01', '2026-01-01');
  insert into memberships (circle_id, user_id, role, joined_at) values ('${circle}', '${anna}', 'owner', '2026-01-01');
  with invitation as (
    insert into invitations (circle_id, email, role, invited_by, status, created_at, expires_at)
      values ('${circle}', 'vera@example.org', 'viewer', '${anna}', 'pending', '2026-01-02', '2026-01-16') returning id
  ) insert into email_tokens (token_hash, purpose, invitation_id, created_at)
    select '\\x04', 'invitation', id, '2026-01-02' from invitation;
  with keep as (
    insert into keeps (circle_id, author_id, kind, happened_at, date_source, created_at)
      values ('${circle}', '${anna}', 'media', '2025-12-24 23:30', 'exif', '2026-01-02') returning id
  ) insert into media (circle_id, keep_id, uploader_id, upload_key, destination, state, name, byte_size,
      content_type, happened_at, date_source, created_at)
    select '${circle}', id, '${anna}', uuidv7(), 'own', 'ready', 'a.jpg', 5, 'image/jpeg', '2025-12-24 23:30', 'exif',
      '2026-01-02' from keep;
  insert into audit_entries (at, actor_id, circle_id, action, subject_id, address)
    select '2026-01-02', '${anna}', '${circle}', 'keep.created', uuidv7(), '192.0.2.1' from generate_series(1, 5)`

/** A database of the release with migration 0005, and a family in it. */
async function newOldFamily() {
  const database = await createBareDatabase()
  const pool = new pg.Pool({ connectionString: database.ownerUrl, max: 2 })
  onTestFinished(async () => {
    await pool.end()
    await database.drop()
  })
  await migrateToLatest(database.ownerUrl, '0005-open-uploads')
  await pool.query(rowsOfOldRelease)
  return { ...database, query: async (sql: string) => (await pool.query(sql)).rows }
}

test('a family of an older release keeps everything, and gets what is usual for what is new', async () => {
  const { url, ownerUrl, query } = await newOldFamily()
  const names = (await readdir(migrationFolder)).map((file) => path.basename(file, '.ts')).toSorted()
  expect(await migrate(ownerUrl, url)).toEqual(names.filter((name) => name > '0006'))

  expect(
    await query(
      `select email, language, password_hash, role, units, phone_index, preferred_factor, factor_tries_at,
        locked_until, deactivated_at, deletion_due_at, avatar_id from users`,
    ),
  ).toEqual([
    {
      email: 'anna@example.org',
      language: 'ru',
      password_hash: 'a hash',
      role: 'user',
      units: 'metric',
      phone_index: null,
      preferred_factor: null,
      factor_tries_at: [],
      locked_until: null,
      deactivated_at: null,
      deletion_due_at: null,
      avatar_id: null,
    },
  ])
  expect(
    await query(
      `select media.kind, rotation, version, live_id, latitude, tags, date_precision, told_by
       from keeps join media on media.keep_id = keeps.id`,
    ),
  ).toEqual([
    {
      ...{ kind: 'photo', rotation: 0, version: 1, live_id: null, latitude: null },
      ...{ tags: [], date_precision: 'time', told_by: null },
    },
  ])
  // Whoever was signed in still is, and has to prove who they are before anything sensitive.
  expect(
    await query(
      `select kind, remembered, scopes, proven_at = created_at as is_proven_then, used_at = created_at as is_used_then
       from sessions`,
    ),
  ).toEqual([{ kind: 'browser', remembered: true, scopes: [], is_proven_then: true, is_used_then: true }])
  // Links in mails that were sent already still work.
  expect(await query('select purpose, user_id, expires_at from email_tokens order by purpose')).toEqual([
    { purpose: 'confirm_sign_up', user_id: null, expires_at: null },
    { purpose: 'invitation', user_id: null, expires_at: null },
  ])
  expect(
    await query(
      `select c.name, c.deletion_due_at, k.happened_at::text, m.state from circles c
       join keeps k on k.circle_id = c.id join media m on m.keep_id = k.id`,
    ),
  ).toEqual([{ name: 'Home', deletion_due_at: null, happened_at: '2025-12-24 23:30:00', state: 'ready' }])
})

test('what an older release audited is sealed, and goes on as one chain with what is new', async () => {
  const { url, ownerUrl, query } = await newOldFamily()
  await migrate(ownerUrl, url)
  const db = createDatabase({
    connectionString: url,
    max: 1,
    prepare: true,
    applicationName: 'kinkeep-test',
    onError: () => undefined,
  })
  onTestFinished(() => db.destroy())

  expect(await verifyAudit(db)).toMatchObject({ isWhole: true, entries: 5 })
  await query(`insert into audit_entries (at, action) values (now(), 'user.updated')`)
  expect(await verifyAudit(db)).toMatchObject({ isWhole: true, entries: 6 })
  await query(
    `update audit_entries set address = null where id = (select min(id::text)::uuid from audit_entries)`,
  )
  expect(await verifyAudit(db)).toMatchObject({ isWhole: false, problem: 'changed', seq: 1 })
})

test('an owner of an older release cannot go without handing over', async () => {
  const { url, ownerUrl, query } = await newOldFamily()
  await migrate(ownerUrl, url)
  await expect(query(`delete from memberships where circle_id = '${circle}'`)).rejects.toMatchObject({
    constraint: 'memberships_some_owner',
  })
})

test('migrating again changes nothing', async () => {
  const { url, ownerUrl } = await newOldFamily()
  await migrate(ownerUrl, url)
  expect(await migrate(ownerUrl, url)).toEqual([])
})
