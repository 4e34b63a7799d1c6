import { randomBytes } from 'node:crypto'
import { createTestDatabase } from '@kinkeep/testing/database'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from './migrate.ts'

/** A role for an application, of this test alone, and a word with the database's owner. */
async function newAppRole() {
  const database = await createTestDatabase()
  const owner = new pg.Client({ connectionString: database.ownerUrl })
  owner.on('error', () => undefined)
  await owner.connect()
  const url = new URL(database.url)
  url.username = `app_${randomBytes(6).toString('hex')}`
  url.password = 'a password'
  onTestFinished(async () => {
    await owner.query(`drop owned by ${url.username}; drop role ${url.username}`)
    await owner.end()
    await database.drop()
  })
  await migrate(database.ownerUrl, url.href)
  return { role: url.username, owner, prepare: () => migrate(database.ownerUrl, url.href) }
}

test.each([
  ['a role that writes everything', 'grant pg_write_all_data to ROLE'],
  ['a right that everybody has', 'grant update on audit_entries to public'],
  ['a right to a column that everybody has', 'grant update (action) on audit_entries to public'],
  ['a right to empty', 'grant truncate on audit_seals to public'],
])('a role that could rewrite the audit is refused: %s', async (_, grant) => {
  const { role, owner, prepare } = await newAppRole()
  await prepare()
  await owner.query(grant.replace('ROLE', role))
  await expect(prepare()).rejects.toThrow(/audit_/)
})
