import { newUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { testSecrets } from '@kinkeep/testing/test-secrets'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { codePhoneContext } from './codes/rules.ts'
import { secretsContext } from './identities/rules.ts'
import { addSeconds } from './platform/clock.ts'
import { userPhoneContext } from './platform/phone-numbers.ts'
import { createSecrets } from './platform/secrets.ts'
import { rotateSecrets } from './rotate-secrets.ts'
import { contextOf, sealedColumns } from './sealed-columns.ts'
import { downloadContext, secretContext } from './two-factor/rules.ts'

const deps = await createTestDeps()
const newest = { id: 'newest', key: Buffer.alloc(32, 7) }
const rotating = { ...testSecrets, keys: [newest, ...testSecrets.keys] }

test('every sealed column of the schema is registered, with its key', async () => {
  const { rows } = await sql<{ name: string }>`
    select c.table_name || '.' || c.column_name || ' ' || k.column_name as name
    from information_schema.columns c
    join information_schema.columns k on k.table_schema = c.table_schema and k.table_name = c.table_name
    where c.table_schema = 'public' and c.column_name like '%\\_sealed'
      and k.column_name = case when c.table_name = 'one_time_downloads' then 'token_hash' else 'id' end
    order by 1
  `.execute(deps.db)
  const registered = sealedColumns.map(({ table, column, key }) => `${table}.${column} ${key}`)
  expect(registered.toSorted()).toEqual(rows.map(({ name }) => name))
})

test('each secret is bound to the place that its feature says', () => {
  const [users, codes, factors, flows, downloads] = sealedColumns
  const key = deps.random.id()
  expect(users && contextOf(users, key)).toBe(userPhoneContext(key))
  expect(codes && contextOf(codes, key)).toBe(codePhoneContext(key))
  expect(factors && contextOf(factors, key)).toBe(secretContext(key))
  expect(flows && contextOf(flows, key)).toBe(secretsContext(key))
  expect(downloads && contextOf(downloads, Buffer.alloc(32, 9))).toBe(downloadContext(Buffer.alloc(32, 9)))
  expect(sealedColumns).toHaveLength(5)
})

test('secrets lie under the newest key afterwards, and open there alone', async () => {
  const user = await newUser(deps)
  const factorId = deps.random.id()
  const tokenHash = Buffer.alloc(32, 9)
  const now = deps.clock.now()
  await deps.db
    .updateTable('users')
    .set({
      phoneIndex: Buffer.alloc(32),
      phoneSealed: deps.secrets.seal('+4915112345678', userPhoneContext(user.id)),
    })
    .where('id', '=', user.id)
    .execute()
  await deps.db
    .insertInto('secondFactors')
    .values({
      id: factorId,
      userId: user.id,
      kind: 'totp',
      secretSealed: deps.secrets.seal('a secret', secretContext(factorId)),
      createdAt: now,
    })
    .execute()
  await deps.db
    .insertInto('oneTimeDownloads')
    .values({
      tokenHash,
      userId: user.id,
      kind: 'recovery_codes',
      contentSealed: deps.secrets.seal('codes', downloadContext(tokenHash)),
      createdAt: now,
      expiresAt: addSeconds(now, 60),
    })
    .execute()

  const secrets = createSecrets(rotating)
  expect(await rotateSecrets({ ...deps, secrets })).toEqual({ rewrapped: 3, current: 0, unreadable: [] })
  const alone = createSecrets({ ...testSecrets, keys: [newest] })
  const factor = await deps.db
    .selectFrom('secondFactors')
    .select('secretSealed')
    .where('id', '=', factorId)
    .executeTakeFirstOrThrow()
  expect(alone.open(factor.secretSealed ?? Buffer.alloc(0), secretContext(factorId))).toBe('a secret')
  expect(() => deps.secrets.open(factor.secretSealed ?? Buffer.alloc(0), secretContext(factorId))).toThrow()

  // Once more changes nothing, and what no key opens is named and left alone.
  const lost = createSecrets({ ...testSecrets, keys: [{ id: 'lost', key: Buffer.alloc(32, 8) }] })
  await deps.db
    .updateTable('users')
    .set({ phoneSealed: lost.seal('+4915112345678', userPhoneContext(user.id)) })
    .where('id', '=', user.id)
    .execute()
  expect(await rotateSecrets({ ...deps, secrets })).toEqual({
    rewrapped: 0,
    current: 2,
    unreadable: [`users.phone_sealed ${user.id}`],
  })
  const entries = await deps.db.selectFrom('auditEntries').select('action').execute()
  expect(entries.filter(({ action }) => action === 'secrets.rotated')).toHaveLength(2)
})

test('a secret that is set while the keys rotate is not undone', async () => {
  const own = await createTestDeps()
  const user = await newUser(own)
  await own.db
    .updateTable('users')
    .set({
      phoneIndex: Buffer.alloc(32),
      phoneSealed: own.secrets.seal('+4915112345678', userPhoneContext(user.id)),
    })
    .where('id', '=', user.id)
    .execute()
  const secrets = createSecrets(rotating)
  // The other connection holds the row first: the update below waits for it and then finds another value.
  let running: Promise<unknown> | undefined
  const holder = await own.openAnother()
  await holder.transaction(async (tx) => {
    await tx
      .updateTable('users')
      .set({ phoneSealed: secrets.seal('+4915187654321', userPhoneContext(user.id)) })
      .where('id', '=', user.id)
      .execute()
    running = rotateSecrets({ ...own, secrets })
    await expect
      .poll(async () => {
        const { rows } =
          await sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
            own.db,
          )
        return rows.length
      })
      .toBeGreaterThan(0)
  })
  await running
  const { phoneSealed } = await own.db
    .selectFrom('users')
    .select('phoneSealed')
    .where('id', '=', user.id)
    .executeTakeFirstOrThrow()
  expect(secrets.open(phoneSealed ?? Buffer.alloc(0), userPhoneContext(user.id))).toBe('+4915187654321')
})
