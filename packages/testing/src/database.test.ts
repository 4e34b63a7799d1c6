import pg from 'pg'
import { expect, test } from 'vitest'
import { createTestDatabase } from './database.ts'
import { testServices } from './services.ts'

// Whoever asks first waits for their start, which is no part of a test's time.
await testServices()

test('two databases made at once are migrated, empty and apart', async () => {
  const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()])
  await query(first.url, "insert into circles (name, created_at, updated_at) values ('A', now(), now())")

  expect(await query(first.url, 'select name from circles')).toEqual([{ name: 'A' }])
  expect(await query(second.url, 'select name from circles')).toEqual([])
  await Promise.all([first.drop(), second.drop()])
})

test('a dropped database is gone, although somebody was connected', async () => {
  const database = await createTestDatabase()
  const client = new pg.Client({ connectionString: database.url })
  client.on('error', () => undefined)
  await client.connect()
  await database.drop()

  await expect(query(database.url, 'select 1')).rejects.toThrow('does not exist')
})

async function query(connectionString: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}
