import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { cp, mkdir, mkdtemp, open, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { crc32 } from 'node:zlib'
import { limits } from '@kinkeep/contracts/limits'
import type { TokenScope } from '@kinkeep/contracts/token-scopes'
import { drawPhoto } from '@kinkeep/testing/draw-photo'
import { drawUndated } from '@kinkeep/testing/draw-photos'
import { drawVideo } from '@kinkeep/testing/draw-video'
import { type Launched, launch, type Stack } from '@kinkeep/testing/launcher'
import { newProgram, type TestProgram } from '@kinkeep/testing/new-program'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createApiClient } from './calls/api-client.ts'
import { fillAlbums } from './import/fill-albums.ts'
import { importFiles } from './import/import-files.ts'
import { readTakeout } from './import/read-takeout.ts'

const everything: TokenScope[] = ['circles:read', 'keeps:read', 'keeps:write', 'media:read', 'media:write']
const main = path.join(import.meta.dirname, 'main.ts')
let stack: Launched<Stack>
let home: string
beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'kinkeep-cli-'))
  stack = await launch('stack', { args: ['--no-web'], env: { CALL_LIMIT_PER_MINUTE: '100000' } })
}, 120_000)
afterAll(async () => {
  await stack?.stop()
  await rm(home, { recursive: true, force: true })
})

test('a procedure is a command: its flags are its input, and its answer is printed', async () => {
  const program = await newOne()
  const made = await run(
    program,
    'keeps',
    'create',
    '--circle',
    program.circle.id,
    '--kind',
    'note',
    '--body',
    'By a program.',
    '--json',
  )
  expect(made).toMatchObject({ code: 0, error: '' })
  expect(JSON.parse(made.out)).toMatchObject({ kind: 'note', body: 'By a program.' })

  const listed = await run(program, 'keeps', 'list', '--circle', program.circle.id, '--limit', '5', '--json')
  expect(JSON.parse(listed.out)).toMatchObject({ items: [{ body: 'By a program.' }], nextCursor: null })
  const read = await run(program, 'circles', 'list')
  expect(read.out).toContain('Home')
  const whole = await run(
    program,
    'keeps',
    'get',
    '--input',
    JSON.stringify({ circleId: program.circle.id, keepId: JSON.parse(made.out).id }),
  )
  expect(JSON.parse(whole.out)).toMatchObject({ body: 'By a program.' })
}, 60_000)

test('a refusal says what to do and ends with 1, a wrong question with 2', async () => {
  const program = await newOne(['keeps:read'])
  const { circle } = program
  const low = await run(program, 'keeps', 'create', '--circle', circle.id, '--kind', 'note', '--body', 'No.')
  expect([low.code, low.error]).toEqual([1, expect.stringContaining('TOKEN_SCOPE_TOO_LOW')])
  const other = await run(program, 'keeps', 'list', '--circle', crypto.randomUUID(), '--json')
  expect([other.code, JSON.parse(other.error).error.reason]).toEqual([1, 'NOT_FOUND'])
  expect((await run(program, 'keeps', 'list', '--nonsense')).code).toBe(2)
  expect((await run(program, 'keeps', 'list')).code).toBe(2)
  expect((await run(program, 'keeps', 'list', '--input', '{')).code).toBe(2)
  expect((await run({ ...program, token: '' }, 'keeps', 'list', '--circle', circle.id)).code).toBe(2)
  expect((await run(program, 'import', 'folder', '/nowhere', '--circle', circle.id)).code).toBe(2)
  const wrong = await run({ ...program, token: 'kk_nobodys' }, 'keeps', 'list', '--circle', circle.id)
  expect([wrong.code, wrong.error]).toEqual([1, expect.stringContaining('NOT_SIGNED_IN')])
  expect([low, other, wrong].map(({ out }) => out)).toEqual(['', '', ''])
  const help = await run(program, 'keeps', '--help')
  expect([help.code, help.out]).toEqual([0, expect.stringContaining('create')])
}, 60_000)

test('a Takeout arrives with its dates, words and albums, and a second time nothing does', async () => {
  const program = await newOne()
  const takeout = await drawTakeout()
  const first = await run(program, 'import', 'takeout', takeout, '--circle', program.circle.id, '--json')
  expect(first.error.match(/sent/g)).toHaveLength(3)
  expect(JSON.parse(first.out)).toEqual({
    found: 5,
    sent: 3,
    bytesSent: expect.any(Number),
    verified: 3,
    alreadyThere: 1,
    thrownAway: 0,
    albums: 1,
    leftInTrash: 1,
    failed: [{ path: expect.stringContaining('empty.jpg'), reason: 'EMPTY' }],
  })
  expect(first.code).toBe(1)

  const media = await program.deps.db
    .selectFrom('media')
    .innerJoin('keeps', (join) =>
      join.onRef('keeps.circleId', '=', 'media.circleId').onRef('keeps.id', '=', 'media.keepId'),
    )
    .select(['media.name', 'media.isImport', 'keeps.body', 'keeps.id'])
    .where('media.circleId', '=', program.circle.id)
    .orderBy('media.name')
    .execute()
  expect(media).toEqual([
    { name: 'IMG_1(1).jpg', isImport: true, body: null, id: expect.any(String) },
    { name: 'IMG_1.jpg', isImport: true, body: 'The first day at the sea', id: expect.any(String) },
    { name: 'plain.png', isImport: true, body: null, id: expect.any(String) },
  ])
  const albums = await run(program, 'keeps', 'albums', 'list', '--circle', program.circle.id, '--json')
  expect(JSON.parse(albums.out).items).toMatchObject([{ title: 'Summer at the sea', keepCount: 1 }])
  // Nothing in it tells when it was taken but the sidecar: 10:00 UTC, in Tokyo.
  const plain = media[2]?.id ?? ''
  await expect
    .poll(async () => {
      const [row] = await program.deps.db
        .selectFrom('keeps')
        .select(['happenedAt', 'happenedOffset'])
        .where('id', '=', plain)
        .execute()
      return row
    })
    .toEqual({ happenedAt: '2019-08-01T19:00:00', happenedOffset: 540 })

  const favourites = () =>
    program.deps.db
      .selectFrom('favourites')
      .select(['keepId', 'userId'])
      .where('circleId', '=', program.circle.id)
      .execute()
  expect(await favourites()).toEqual([{ keepId: plain, userId: program.circle.owner.id }])
  // What somebody took out since stays out.
  await program.deps.db.deleteFrom('favourites').where('circleId', '=', program.circle.id).execute()

  const again = await run(program, 'import', 'takeout', takeout, '--circle', program.circle.id, '--json')
  expect(await favourites()).toEqual([])
  expect(JSON.parse(again.out)).toMatchObject({ sent: 0, alreadyThere: 4 })
  expect(await countKeeps(program)).toBe(3)
}, 60_000)

test('a folder whose import was killed goes on, and nothing comes twice', async () => {
  const program = await newOne()
  const folder = path.join(home, 'camera')
  await mkdir(path.join(folder, '2019'), { recursive: true })
  for (let index = 0; index < 12; index += 1) {
    await writeFile(
      path.join(folder, '2019', `IMG_${index}.jpg`),
      await drawPhoto(`2019:07:${String(index + 10)} 12:00:00`),
    )
  }
  // In parts; it is no film, which only the worker finds out.
  await writeFile(path.join(folder, 'film.mp4'), Buffer.alloc(3 * limits.partBytes + 5, 'film'))
  await cp(path.join(folder, '2019', 'IMG_0.jpg'), path.join(folder, 'copy.jpg'))

  const killed = start(program, 'import', 'folder', folder, '--circle', program.circle.id, '--albums')
  for await (const line of killed.stderr ?? []) if (String(line).includes('sent')) break
  killed.kill('SIGKILL')
  await once(killed, 'exit')

  const { code, out } = await run(
    program,
    'import',
    'folder',
    folder,
    '--circle',
    program.circle.id,
    '--albums',
    '--json',
  )
  const summary = JSON.parse(out)
  expect([code, summary.found, summary.failed]).toEqual([0, 14, []])
  expect(summary.sent + summary.alreadyThere).toBe(14)
  expect(summary.verified).toBe(summary.sent)
  expect(await countKeeps(program)).toBe(13)
  const unfinished = await program.deps.db
    .selectFrom('media')
    .select('id')
    .where('circleId', '=', program.circle.id)
    .where('state', '=', 'requested')
    .where('duplicateOfId', 'is', null)
    .execute()
  expect(unfinished).toEqual([])
}, 60_000)

test('a Takeout in two ZIPs is one', async () => {
  const program = await newOne()
  const [photo, other] = [await drawPhoto('2020:01:01 12:00:00'), await drawPhoto('2020:01:02 12:00:00')]
  const taken = { photoTakenTime: { timestamp: '1577880000' } }
  const first = await writeZip('takeout-001.zip', {
    'Takeout/Google Photos/Winter/IMG_1.jpg': photo,
    'Takeout/Google Photos/Winter/IMG_2.jpg.json': Buffer.from(
      JSON.stringify({ ...taken, description: 'Snow' }),
    ),
  })
  const second = await writeZip('takeout-002.zip', {
    'Takeout/Google Photos/Winter/IMG_2.jpg': other,
    'Takeout/Google Photos/Winter/metadata.json': Buffer.from(JSON.stringify({ title: 'Winter' })),
  })
  const dry = await run(
    program,
    'import',
    'takeout',
    first,
    second,
    '--circle',
    program.circle.id,
    '--dry-run',
    '--json',
  )
  expect(JSON.parse(dry.out)).toMatchObject({ found: 2, albums: 1, described: 1, leftInTrash: 0 })
  expect(await countKeeps(program)).toBe(0)
  const done = await run(program, 'import', 'takeout', first, second, '--circle', program.circle.id, '--json')
  expect(JSON.parse(done.out)).toMatchObject({ found: 2, sent: 2, albums: 1, failed: [] })
  const noZip = await run(program, 'import', 'takeout', main, '--circle', program.circle.id)
  expect([noZip.code, noZip.error]).toEqual([2, expect.stringContaining('not a ZIP')])
}, 60_000)

test('a large file whose import was killed goes on where it was, and the server grows by nothing', async () => {
  const program = await newOne()
  const folder = path.join(home, 'large')
  await mkdir(folder)
  const partCount = 25
  // Mostly holes; every part is another one.
  const file = await open(path.join(folder, 'film.mp4'), 'w')
  for (let part = 0; part < partCount; part += 1) await file.write(`part ${part}`, part * limits.partBytes)
  await file.truncate(partCount * limits.partBytes)
  await file.close()

  const before = residentBytes(stack.serverPid)
  const killed = start(program, 'import', 'folder', folder, '--circle', program.circle.id)
  let stored = 0
  let largest = 0
  while (stored < 0.6 * partCount) {
    stored = await countParts(program)
    largest = Math.max(largest, residentBytes(stack.serverPid) - before)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  killed.kill('SIGKILL')
  await once(killed, 'exit')
  stored = await countParts(program)

  const { out } = await run(program, 'import', 'folder', folder, '--circle', program.circle.id, '--json')
  expect(JSON.parse(out)).toMatchObject({ sent: 1, verified: 1, failed: [] })
  // The one that was on its way when it was killed may have arrived unheard, and is then not even sent again.
  expect(JSON.parse(out).bytesSent).toBeLessThanOrEqual((partCount - stored) * limits.partBytes)
  largest = Math.max(largest, residentBytes(stack.serverPid) - before)
  expect(largest).toBeLessThan(30 * 1024 * 1024)
}, 120_000)

const said = {
  photoTakenTime: { timestamp: '1564653600' },
  description: 'She waves',
  favorited: true,
}

test('a Live Photo with words, a star and an album comes as one, in it once', async () => {
  const { program, client, bring } = await newImporter()
  const folder = await newFolder({
    'Waves/metadata.json': JSON.stringify({ title: 'Waves' }),
    'Waves/IMG_7.jpg': await drawUndated(),
    'Waves/IMG_7.webm': await drawVideo({ container: 'webm', codec: 'vp9', seconds: 2 }),
    'Waves/IMG_7.jpg.supplemental-metadata.json': JSON.stringify(said),
  })
  expect(await bring(folder)).toMatchObject({ sent: 2, verified: 2, albums: 1, failed: [] })
  const circleId = program.circle.id
  const keeps = async () => (await client.keeps.list.query({ circleId })).items
  await expect.poll(async () => (await keeps()).map(({ media }) => media[0]?.liveId !== null)).toEqual([true])
  expect(await keeps()).toMatchObject([{ body: 'She waves', isFavourite: true }])
  const albums = async () => (await client.keeps.albums.list.query({ circleId })).items
  expect(await albums()).toMatchObject([{ title: 'Waves', keepCount: 1 }])

  // What was in a keep of its own when it came, is in that of its photo by now; and of one nothing is left.
  const [keep] = await keeps()
  const [photo] = keep?.media ?? []
  const contents = new Map([
    [photo?.liveId ?? '', crypto.randomUUID()],
    [crypto.randomUUID(), crypto.randomUUID()],
  ])
  const filled = await fillAlbums(client, circleId, new Map([['Again', contents]]))
  expect(filled).toEqual({ albums: 1, failed: [] })
  expect(await albums()).toMatchObject([{ title: 'Again', keepCount: 1 }, { title: 'Waves' }])
}, 60_000)

test('what was thrown away stays so, what did not arrive is sent anew, and an album too many is told of', async () => {
  const { program, client, bring } = await newImporter()
  const { deps, circle } = program
  const folder = await newFolder({
    'Sea/metadata.json': JSON.stringify({ title: 'Sea' }),
    'Sea/gone.jpg': await drawPhoto('2020:01:01 12:00:00'),
    'Sea/gone.jpg.json': JSON.stringify(said),
    'Sea/broken.jpg': await drawPhoto('2020:01:02 12:00:00'),
    'Sea/there.jpg': await drawPhoto('2020:01:03 12:00:00'),
    'Sea/there.jpg.json': JSON.stringify(said),
  })
  expect(await bring(folder)).toMatchObject({ sent: 3, verified: 3, albums: 1, failed: [] })
  const media = await deps.db
    .selectFrom('media')
    .select(['id', 'name', 'keepId'])
    .where('circleId', '=', circle.id)
    .execute()
  const keepOf = (name: string) => media.find((each) => each.name === name)?.keepId ?? ''
  await client.keeps.trash.mutate({ circleId: circle.id, keepId: keepOf('gone.jpg') })
  await client.keeps.favourites.clear.mutate({ circleId: circle.id, keepId: keepOf('there.jpg') })
  await client.keeps.update.mutate({ circleId: circle.id, keepId: keepOf('there.jpg'), body: 'He waves' })
  // As the worker finds it when the store has other bytes than were sent.
  await deps.db
    .updateTable('media')
    .set({ state: 'failed', failure: 'CORRUPTED', verifiedAt: null })
    .where('circleId', '=', circle.id)
    .where('name', '=', 'broken.jpg')
    .execute()

  expect(await bring(folder)).toMatchObject({
    ...{ found: 3, sent: 1, verified: 1, alreadyThere: 1, thrownAway: 1, albums: 1, failed: [] },
  })
  const shown = (await client.keeps.list.query({ circleId: circle.id })).items
  // In no order: those of the last run may not have been looked at for their dates.
  const facts = shown.map(({ media, body, isFavourite }) => `${media[0]?.name} ${body} ${isFavourite}`)
  expect(facts.toSorted()).toEqual([
    'broken.jpg null false',
    'broken.jpg null false',
    'there.jpg He waves false',
  ])

  const now = new Date()
  await deps.db
    .insertInto('albums')
    .values(
      Array.from({ length: limits.albumsPerCircle - 1 }, (_, index) => ({
        ...{ circleId: circle.id, title: `Album ${index}`, createdAt: now, updatedAt: now },
      })),
    )
    .execute()
  const more = await newFolder({
    'More/metadata.json': JSON.stringify({ title: 'More' }),
    'More/new.jpg': await drawPhoto('2020:01:04 12:00:00'),
  })
  const result = await bring(more)
  expect(result).toMatchObject({ sent: 1, verified: 1, albums: 0 })
  expect(result.failed).toEqual([{ path: 'album More', reason: expect.stringMatching(/^[A-Z_]+$/) }])
}, 60_000)

async function newOne(scopes = everything): Promise<TestProgram> {
  const program = await newProgram(stack, scopes)
  onTestFinished(() => program.close())
  return program
}

async function newImporter() {
  const program = await newOne()
  const client = createApiClient({ url: stack.origin, token: program.token, cacheFolder: home })
  const bring = async (folder: string) => {
    const { items, close } = await readTakeout([folder])
    const summary = await importFiles({ client, circleId: program.circle.id, items, note: () => undefined })
    close()
    return summary
  }
  return { program, client, bring }
}

/** All of it of one moment. */
async function newFolder(files: Record<string, string | Buffer>): Promise<string> {
  const folder = await mkdtemp(path.join(home, 'takeout-'))
  const moment = new Date('2024-05-05T12:00:00Z')
  for (const [name, bytes] of Object.entries(files)) {
    const file = path.join(folder, name)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, bytes)
    await utimes(file, moment, moment)
  }
  return folder
}

function start({ token }: Pick<TestProgram, 'token'>, ...args: string[]): ChildProcess {
  return spawn(process.execPath, [main, ...args], {
    env: {
      PATH: process.env.PATH,
      TZ: 'Europe/Berlin',
      KINKEEP_URL: stack.origin,
      XDG_CACHE_HOME: home,
      ...(token ? { KINKEEP_TOKEN: token } : {}),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function run(program: Pick<TestProgram, 'token'>, ...args: string[]) {
  const child = start(program, ...args)
  const { stdout, stderr } = child
  if (!stdout || !stderr) throw new Error('no output')
  const [out, error] = await Promise.all([text(stdout), text(stderr), once(child, 'exit')])
  return { code: child.exitCode, out: out.trim(), error: error.trim() }
}

async function countParts({ circle, deps }: TestProgram): Promise<number> {
  const media = await deps.db
    .selectFrom('media')
    .select(['id', 'storeUploadId'])
    .where('circleId', '=', circle.id)
    .executeTakeFirst()
  if (!media?.storeUploadId) return 0
  const key = `circles/${circle.id}/media/${media.id}/original`
  return (await deps.storage.parts.list({ key, uploadId: media.storeUploadId }))?.length ?? 0
}

/** Of a process, as Linux counts; 0 elsewhere. */
function residentBytes(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096
  } catch {
    return 0
  }
}

/** Nothing in it is compressed. APPNOTE.TXT 4.3. */
async function writeZip(name: string, files: Record<string, Buffer>): Promise<string> {
  const [bodies, directory]: [Buffer[], Buffer[]] = [[], []]
  let offset = 0
  for (const [file, bytes] of Object.entries(files)) {
    const fileName = Buffer.from(file)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt32LE(crc32(bytes), 10)
    common.writeUInt32LE(bytes.length, 14)
    common.writeUInt32LE(bytes.length, 18)
    common.writeUInt16LE(fileName.length, 22)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    bodies.push(Buffer.from('PK\x03\x04'), common, fileName, bytes)
    directory.push(Buffer.from('PK\x01\x02\x14\x00'), common, tail, fileName)
    offset += 30 + fileName.length + bytes.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(Object.keys(files).length, 8)
  end.writeUInt16LE(Object.keys(files).length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(offset, 16)
  const zip = path.join(home, name)
  await writeFile(zip, Buffer.concat([...bodies, list, end]))
  return zip
}

async function countKeeps({ circle, deps }: TestProgram): Promise<number> {
  const { keepCount } = await deps.db
    .selectFrom('circles')
    .select('keepCount')
    .where('id', '=', circle.id)
    .executeTakeFirstOrThrow()
  return keepCount
}

/** As Google gives one: by year, an album with a copy, a second photo of the same name, one without any metadata. */
async function drawTakeout(): Promise<string> {
  const root = path.join(home, 'Takeout', 'Google Photos')
  const put = async (file: string, content: Buffer | object) => {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true })
    await writeFile(path.join(root, file), Buffer.isBuffer(content) ? content : JSON.stringify(content))
  }
  const taken = { photoTakenTime: { timestamp: String(Date.UTC(2019, 7, 1, 10) / 1000) } }
  const tokyo = { geoData: { latitude: 35.7, longitude: 139.7, altitude: 0 } }
  const photo = await drawPhoto('2019:08:01 12:00:00')
  await put('Photos from 2019/IMG_1.jpg', photo)
  await put('Photos from 2019/IMG_1.jpg.supplemental-metadata.json', {
    ...taken,
    title: 'IMG_1.jpg',
    description: 'The first day at the sea',
  })
  await put('Photos from 2019/IMG_1(1).jpg', await drawPhoto('2019:08:02 12:00:00'))
  await put('Photos from 2019/IMG_1.jpg.supplemental-metadata(1).json', { ...taken, title: 'IMG_1.jpg' })
  await put('Photos from 2019/plain.png', Buffer.from(tinyPng, 'base64'))
  await put('Photos from 2019/plain.png.supplemental-metadata.json', {
    ...taken,
    ...tokyo,
    title: 'plain.png',
    favorited: true,
  })
  await put('Photos from 2019/empty.jpg', Buffer.alloc(0))
  await put('Photos from 2019/gone.jpg', await drawPhoto('2019:08:03 12:00:00'))
  await put('Photos from 2019/gone.jpg.json', { ...taken, title: 'gone.jpg', trashed: true })
  await put('Summer at the sea/metadata.json', { title: 'Summer at the sea', description: '' })
  await put('Summer at the sea/IMG_1.jpg', photo)
  await put('Summer at the sea/IMG_1.jpg.supplemental-metadata.json', { ...taken, title: 'IMG_1.jpg' })
  return path.join(home, 'Takeout')
}

const tinyPng =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
