import { createTestDeps } from '@kinkeep/testing/test-deps'
import pg from 'pg'
import { describe, expect, onTestFinished, test } from 'vitest'
import { audit } from './audit.ts'
import { type AuditCheckpoint, formatCheckpoint, parseCheckpoint, verifyAudit } from './audit-chain.ts'

const uuid = '01900000-0000-7000-8000-000000000001'

/** A chain of ten, and its database's owner, who alone can do what the tests do. */
async function newChain() {
  const deps = await createTestDeps()
  const owner = new pg.Client({ connectionString: deps.ownerUrl })
  owner.on('error', () => undefined)
  await owner.connect()
  onTestFinished(() => owner.end())
  for (let i = 0; i < 10; i += 1) await write()
  const before = await verifyAudit(deps.db)
  if (!before.isWhole || !before.checkpoint) throw new Error('the chain is broken from the start')
  return { deps, owner, write, checkpoint: before.checkpoint, entryAt }

  async function write(): Promise<void> {
    const actor = { userId: deps.random.id(), requestId: 'request', address: '192.0.2.1' }
    await deps.transaction((tx) => audit(tx, actor, { action: 'user.updated', subjectId: uuid }))
  }

  async function entryAt(seq: number): Promise<string> {
    const { rows } = await owner.query<{ id: string }>(
      'select entry_id as id from audit_seals where seq = $1',
      [seq],
    )
    return rows[0]?.id ?? ''
  }
}

describe('the chain', () => {
  test('is whole, grows, and knows an earlier checkpoint again', async () => {
    const { deps, write, checkpoint } = await newChain()
    await Promise.all(Array.from({ length: 20 }, write))
    expect(await verifyAudit(deps.db, checkpoint)).toMatchObject({ isWhole: true, entries: 30 })
  })

  test('of nothing is whole', async () => {
    const { db } = await createTestDeps()
    expect(await verifyAudit(db)).toEqual({ isWhole: true, entries: 0, checkpoint: undefined })
  })

  test('has nothing of a transaction that was undone', async () => {
    const { deps, checkpoint } = await newChain()
    const undone = deps.transaction(async (tx) => {
      await audit(tx, { userId: null }, { action: 'user.updated' })
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect(await verifyAudit(deps.db)).toEqual({ isWhole: true, entries: 10, checkpoint })
  })

  test.each([
    "action = 'user.created'",
    `actor_id = '${uuid}'`,
    `circle_id = '${uuid}'`,
    'subject_id = null',
    "request_id = 'another'",
    'address = null',
    "at = at + interval '1 microsecond'",
  ])('names an entry that was changed: %s', async (change) => {
    const { deps, owner, entryAt } = await newChain()
    const entryId = await entryAt(4)
    await owner.query(`update audit_entries set ${change} where id = $1`, [entryId])
    expect(await verifyAudit(deps.db)).toEqual({ isWhole: false, problem: 'changed', seq: 4, entryId })
  })

  test('names an entry that was removed', async () => {
    const { deps, owner, entryAt } = await newChain()
    const entryId = await entryAt(4)
    await owner.query('delete from audit_entries where id = $1', [entryId])
    expect(await verifyAudit(deps.db)).toEqual({ isWhole: false, problem: 'removed', seq: 4, entryId })
  })

  test('misses an entry that was removed with its seal, also when the rest was moved up', async () => {
    const { deps, owner, entryAt } = await newChain()
    const [gone, next] = [await entryAt(4), await entryAt(5)]
    await owner.query('delete from audit_entries where id = $1', [gone])
    await owner.query('delete from audit_seals where seq = 4')
    expect(await verifyAudit(deps.db)).toEqual({ isWhole: false, problem: 'missing', seq: 5, entryId: next })
    for (let seq = 5; seq <= 10; seq += 1) {
      await owner.query('update audit_seals set seq = seq - 1 where seq = $1', [seq])
    }
    expect(await verifyAudit(deps.db)).toEqual({ isWhole: false, problem: 'changed', seq: 4, entryId: next })
  })

  test('names an entry that was put in past the trigger', async () => {
    const { deps, owner } = await newChain()
    await owner.query('alter table audit_entries disable trigger audit_entries_seal')
    await owner.query("insert into audit_entries (id, at, action) values ($1, now(), 'user.created')", [uuid])
    expect(await verifyAudit(deps.db)).toEqual({
      isWhole: false,
      problem: 'unsealed',
      seq: undefined,
      entryId: uuid,
    })
  })

  test('names the first of two entries that changed places', async () => {
    const { deps, owner, entryAt } = await newChain()
    const [fourth, fifth] = [await entryAt(4), await entryAt(5)]
    await owner.query('update audit_seals set entry_id = $1 where seq = 4', [uuid])
    await owner.query('update audit_seals set entry_id = $1 where seq = 5', [fourth])
    await owner.query('update audit_seals set entry_id = $1 where seq = 4', [fifth])
    expect(await verifyAudit(deps.db)).toEqual({ isWhole: false, problem: 'changed', seq: 4, entryId: fifth })
  })

  test('that was cut off at its end is found by a checkpoint alone, also when it has grown again', async () => {
    const { deps, owner, write, checkpoint, entryAt } = await newChain()
    await owner.query(
      'with cut as (delete from audit_seals where seq > 7 returning entry_id) delete from audit_entries using cut where id = entry_id',
    )
    expect(await verifyAudit(deps.db)).toMatchObject({ isWhole: true, entries: 7 })
    expect(await verifyAudit(deps.db, checkpoint)).toMatchObject({ isWhole: false, problem: 'cut', seq: 8 })
    for (let i = 0; i < 5; i += 1) await write()
    expect(await verifyAudit(deps.db, checkpoint)).toEqual({
      isWhole: false,
      problem: 'rewritten',
      seq: 10,
      entryId: await entryAt(10),
    })
  })
})

describe('the role that the application has', () => {
  test.each([
    'update audit_entries set action = action',
    'delete from audit_entries',
    'truncate audit_entries',
    'update audit_seals set seq = seq',
    'delete from audit_seals',
    'truncate audit_seals',
    "insert into audit_seals (seq, entry_id, hash) values (99, uuidv7(), sha256('x'))",
    'alter table audit_entries disable trigger audit_entries_seal',
    'drop table audit_entries',
    "create function seal_audit_entry() returns trigger language plpgsql as 'begin return null; end'",
    "set session_replication_role = 'replica'",
  ])('may not: %s', async (statement) => {
    const { databaseUrl } = await createTestDeps()
    const app = new pg.Client({ connectionString: databaseUrl })
    app.on('error', () => undefined)
    await app.connect()
    onTestFinished(() => app.end())
    await app.query("insert into audit_entries (at, action) values (now(), 'user.updated')")
    await expect(app.query(statement)).rejects.toMatchObject({ code: '42501' })
    const { rows } = await app.query('select count(*)::int as seals from audit_seals')
    expect(rows).toEqual([{ seals: 1 }])
  })
})

test('a checkpoint is read back as it was printed, and nothing else is', () => {
  const checkpoint: AuditCheckpoint = { seq: 12, hash: Buffer.alloc(32, 5) }
  expect(parseCheckpoint(formatCheckpoint(checkpoint))).toEqual(checkpoint)
  for (const text of ['', '12', '0:00', `x:${'0'.repeat(64)}`, `12:${'g'.repeat(64)}`]) {
    expect(parseCheckpoint(text)).toBeUndefined()
  }
})
