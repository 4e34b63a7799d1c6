import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { toAppUrl } from './app-url.ts'
import { testServices } from './services.ts'

export interface TestDatabase {
  /** As the application has it. */
  url: string
  /** As who migrates it. */
  ownerUrl: string
  /** Throws the database away, with whoever is still connected to it. */
  drop(): Promise<void>
}

/** Another session (autovacuum, as a rule) is in the template. Appendix A of Postgres's manual. */
const objectInUse = '55006'
const tries = 20

/** A migrated, empty database of one's own: a clone of the run's template, made in about 30 ms. */
export async function createTestDatabase(): Promise<TestDatabase> {
  return createFrom((await testServices()).templateDatabase)
}

/** A database of one's own without any table, for tests of the migrations themselves. */
export function createBareDatabase(): Promise<TestDatabase> {
  return createFrom('template0')
}

async function createFrom(template: string): Promise<TestDatabase> {
  const { postgresUrl } = await testServices()
  const name = `test_${randomBytes(8).toString('hex')}`
  await asAdmin(postgresUrl, (client) => clone(client, template, name))
  const url = new URL(postgresUrl)
  url.pathname = name
  return {
    url: toAppUrl(url.href),
    ownerUrl: url.href,
    drop: () =>
      asAdmin(postgresUrl, (client) => client.query(`drop database if exists ${name} with (force)`)),
  }
}

async function clone(client: pg.Client, template: string, name: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query(`create database ${name} template ${template}`)
      return
    } catch (error) {
      const isBusy = error instanceof pg.DatabaseError && error.code === objectInUse
      if (!isBusy || attempt === tries) throw error
      await sleep(50 * attempt)
    }
  }
}

async function asAdmin(postgresUrl: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: postgresUrl })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
