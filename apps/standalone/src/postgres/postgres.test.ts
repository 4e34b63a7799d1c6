import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Postgres, startPostgres } from './postgres.ts'

let parent: string
let running: Postgres[]
beforeEach(async () => {
  parent = await mkdtemp(path.join(tmpdir(), 'kinkeep-postgres-'))
  running = []
})
afterEach(async () => {
  for (const postgres of running) await postgres.stop()
  await rm(parent, { recursive: true })
})

async function start(password = 'secret') {
  const options = { folder: path.join(parent, 'data'), password, durable: false, onWarning: console.error }
  const postgres = await startPostgres(options)
  running.push(postgres)
  return postgres
}
async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

test('a second start finds what the first one wrote, and is what its password opens', async () => {
  const first = await start()
  await query(first.url, "create table kept as select 'yes' as value")
  await first.stop()
  await expect(query(first.url, 'select 1')).rejects.toThrow()

  const second = await start()
  expect(await query(second.url, 'select value from kept')).toEqual([{ value: 'yes' }])
  await expect(query(second.url.replace('secret', 'guess'), 'select 1')).rejects.toThrow('password')
})

test('it is Postgres 18, sorts by code point and has the extensions we use', async () => {
  const { url } = await start()
  const [row] = await query(
    url,
    `select current_setting('server_version_num')::int / 10000 as major, 'Z' < 'a' as by_code_point,
       current_setting('server_encoding') as encoding,
       (select count(*)::int from pg_available_extensions where name in ('citext', 'pg_trgm', 'unaccent')) as has`,
  )
  expect(row).toEqual({ major: 18, by_code_point: true, encoding: 'UTF8', has: 3 })
})

test('a postmaster.pid that a crash left behind, its number by now another process, is no obstacle', async () => {
  await (await start()).stop()
  const stale = [process.pid, path.join(parent, 'data'), 0, 5432, '', '127.0.0.1', '', 'ready   '].join('\n')
  await writeFile(path.join(parent, 'data/postmaster.pid'), `${stale}\n`)
  expect(await query((await start()).url, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('one that runs on without its launcher is shut down and its data taken over', async () => {
  const orphan = await start()
  await query(orphan.url, "create table kept as select 'yes' as value")
  const next = await start()
  await orphan.ended
  expect(await query(next.url, 'select value from kept')).toEqual([{ value: 'yes' }])
})

test('data of another Postgres is refused by name and left alone', async () => {
  await (await start()).stop()
  await writeFile(path.join(parent, 'data/PG_VERSION'), '17\n')
  await expect(start()).rejects.toThrow(/written by Postgres 17, this is Postgres 18/)
  expect(await readdir(path.join(parent, 'data'))).toContain('base')
})

test('a folder that is not a cluster is refused and left alone', async () => {
  await rm(path.join(parent, 'data'), { recursive: true, force: true })
  await writeFile(path.join(parent, 'data'), 'mine')
  await expect(start()).rejects.toThrow('is not a Postgres cluster')
})
