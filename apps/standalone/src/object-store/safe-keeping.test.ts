import { fork, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { inheritedEnv } from '../config.ts'
import { startObjectStore } from './object-store.ts'

const bucket = 'photos'
const credentials = { accessKeyId: 'test', secretAccessKey: 'secret' }

let folder: string
let stops: (() => Promise<void>)[]
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kinkeep-store-'))
  stops = []
})
afterEach(async () => {
  for (const stop of stops) await stop()
  await rm(folder, { recursive: true })
})

async function start(name: string) {
  const store = await startObjectStore({
    folder: path.join(folder, name),
    host: '127.0.0.1',
    port: 0,
    bucket,
    credentials: { ...credentials, region: 'home' },
    allowedOrigins: [],
    durable: true,
    bytesMax: 1_000_000,
    now: () => new Date(),
    onError: (error) => console.error(error),
  })
  stops.push(store.stop)
  const client = createClient(`http://127.0.0.1:${store.port}`)
  return { stop: store.stop, client, ...operations(client, bucket) }
}

function createClient(endpoint: string, keys = credentials) {
  return new S3Client({ endpoint, region: 'home', credentials: keys, forcePathStyle: true, maxAttempts: 1 })
}

function operations(client: S3Client, Bucket: string) {
  return {
    put: (Key: string, Body: string | Uint8Array) => client.send(new PutObjectCommand({ Bucket, Key, Body })),
    remove: (Key: string) => client.send(new DeleteObjectCommand({ Bucket, Key })),
    async get(Key: string) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }))
      return Body?.transformToString()
    },
    async keys() {
      const { Contents } = await client.send(new ListObjectsV2Command({ Bucket }))
      return (Contents ?? []).map((object) => object.Key)
    },
  }
}

/** Names of all files that hold bytes of objects. */
async function bytesIn(name: string): Promise<string[]> {
  const entries = await readdir(path.join(folder, name, 'blobs'), { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name)
}

test('a restart finds everything, a copy of the folder too', async () => {
  const first = await start('store')
  await first.put('a', '1')
  await first.stop()
  await cp(path.join(folder, 'store'), path.join(folder, 'copy'), { recursive: true })

  for (const name of ['store', 'copy']) {
    const again = await start(name)
    expect(await again.get('a')).toBe('1')
  }
})

test('replaced and deleted bytes leave the disk', async () => {
  const store = await start('store')
  await store.put('a', '1')
  await store.put('a', '2')
  await store.put('b', '3')
  expect(await bytesIn('store')).toHaveLength(2)
  await store.remove('a')
  await store.remove('b')
  expect(await bytesIn('store')).toEqual([])
})

test('a key is never a path', async () => {
  const store = await start('store')
  for (const key of ['../../escaped', '/etc/escaped', 'a/../../escaped', 'C:\\escaped'])
    await store.put(key, key)
  for (const name of await bytesIn('store')) expect(name).toMatch(/^[0-9a-f]{32}$/)
  expect(await readdir(folder)).toEqual(['store'])
  expect(await store.get('a/../../escaped')).toBe('a/../../escaped')
})

test('what a crash left half-written or unshown is swept at the next start, and only that', async () => {
  const first = await start('store')
  await first.put('a', '1')
  await cp(path.join(folder, 'store'), path.join(folder, 'crashed'), { recursive: true })
  const blobs = path.join(folder, 'crashed/blobs')
  await mkdir(path.join(blobs, 'ab'), { recursive: true })
  await writeFile(path.join(blobs, 'ab', `ab${'0'.repeat(30)}`), 'never shown')
  await writeFile(path.join(blobs, 'incoming', 'half'), 'half a ph')

  const again = await start('crashed')
  expect(await again.get('a')).toBe('1')
  expect(await bytesIn('crashed')).toHaveLength(1)
})

test('a body beyond the limit is refused and leaves nothing', async () => {
  const store = await start('store')
  await expect(store.put('a', randomBytes(1_000_001))).rejects.toMatchObject({ name: 'EntityTooLarge' })
  expect(await store.keys()).toEqual([])
  expect(await bytesIn('store')).toEqual([])
  await store.put('a', randomBytes(1_000_000))
})

/** A tmpfs of our own inside a user namespace: a disk that can be filled without anybody's help. */
const small = ['--user', '--map-root-user', '--mount', 'sh', '-c']
const canMount =
  spawnSync('unshare', [...small, `mount -t tmpfs none /mnt`]).status === 0 && process.platform === 'linux'

test.skipIf(!canMount)(
  'on a full disk it says so, shows nothing half-written and goes on when there is room',
  async () => {
    const main = path.join(import.meta.dirname, '../main.ts')
    const script = 'mount -t tmpfs -o size=6m none "$TMPDIR" && exec "$@"'
    const command = [...small, script, 'sh', process.execPath, main]
    const child = fork(command.at(-1) ?? '', ['services', '--only=store'], {
      execPath: 'unshare',
      execArgv: command.slice(0, -1),
      env: { ...inheritedEnv, TMPDIR: folder },
    })
    const exited = once(child, 'exit')
    const [{ store }] = await once(child, 'message')
    const { put, get, keys, remove } = operations(createClient(store.endpoint, store), store.bucket)

    await put('kept', randomBytes(1_000_000))
    await expect(put('large', randomBytes(8_000_000))).rejects.toMatchObject({
      name: 'InsufficientStorage',
      $metadata: { httpStatusCode: 507 },
    })
    expect(await keys()).toEqual(['kept'])
    await put('small', 'fits')
    expect(await get('small')).toBe('fits')
    await remove('kept')
    await put('next', randomBytes(3_000_000))
    child.disconnect()
    await exited
  },
)
