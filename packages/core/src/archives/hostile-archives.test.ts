import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { deflateRawSync } from 'node:zlib'
import { limits } from '@kinkeep/contracts/limits'
import { newChild } from '@kinkeep/testing/new-child'
import { newCircle, newMember, type TestCircle } from '@kinkeep/testing/new-circle'
import { newMedia } from '@kinkeep/testing/new-media'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { expect, test } from 'vitest'
import { requireFreshCircle } from '../circles/access.ts'
import { mediaKey } from '../media/rules.ts'
import { centralHeader, crc32, dataDescriptor, endRecords, localHeader } from '../platform/zip-records.ts'
import { headFile, profilesFile, toJson } from './archive-rules.ts'
import { cancelImport } from './cancel-import.ts'
import { handleReadImport } from './import-handlers.ts'
import { readImport } from './queries.ts'
import { requestImport } from './request-import.ts'
import { importKey } from './rules.ts'

const deps = await createTestDeps()
const run = { signal: new AbortController().signal, jobId: 'job', isLastTry: true }
const id = () => deps.random.id()

test.each([
  ['no ZIP', () => Buffer.from('%PDF-1.7 this is something else'), 'NOT_AN_ARCHIVE'],
  ['nothing but zeros', () => Buffer.alloc(5000), 'NOT_AN_ARCHIVE'],
  ['a ZIP of something else', () => zip([{ name: 'photo.jpg', bytes: Buffer.from('x') }]), 'NOT_AN_ARCHIVE'],
  [
    'without a manifest',
    () => zip(parts().filter(({ name }) => name !== 'manifest.sha256')),
    'NOT_AN_ARCHIVE',
  ],
  ['of a later version', () => archive({ head: { version: 99 } }), 'UNKNOWN_VERSION'],
  ['of another format', () => archive({ head: { format: 'other' } }), 'NOT_AN_ARCHIVE'],
  ['cut in the middle', () => archive({}).subarray(0, 300), 'NOT_AN_ARCHIVE'],
  ['words that are not what the manifest says', () => archive({ wrongSum: headFile }), 'DAMAGED'],
  ['words of no archive', () => archive({ keep: { body: 7 } }), 'DAMAGED'],
  ['a caption of a megabyte', () => archive({ keep: { body: 'x'.repeat(1_000_000) } }), 'DAMAGED'],
  [
    'a name that leads elsewhere',
    () => archive({ more: [{ name: '../../etc/passwd', bytes: Buffer.from('x') }] }),
    'DAMAGED',
  ],
  [
    'an absolute name',
    () => archive({ more: [{ name: '/etc/passwd', bytes: Buffer.from('x') }] }),
    'DAMAGED',
  ],
  ['a name twice', () => archive({ more: [{ name: headFile, bytes: Buffer.from('x') }] }), 'DAMAGED'],
  ['files within files', () => overlapping(), 'DAMAGED'],
  [
    'a bomb',
    () => archive({ more: [{ name: 'bomb', bytes: Buffer.alloc(100_000_000), deflate: true }] }),
    'TOO_LARGE',
  ],
  [
    'a file that is longer than it says',
    () => archive({ lies: { name: profilesFile, uncompressed: 3 } }),
    'DAMAGED',
  ],
  [
    'a text of a gigabyte, it says',
    () => archive({ lies: { name: profilesFile, uncompressed: 50_000_000 } }),
    'TOO_LARGE',
  ],
  ['more files than there are', () => withCount(archive({}), limits.archiveFiles + 1), 'TOO_MANY_FILES'],
  [
    'a manifest of more files than there may be',
    () => zip([...parts().slice(0, -1), endless()]),
    'TOO_MANY_FILES',
  ],
])('%s is refused, and nothing of it is there', async (_, make, failure) => {
  const circle = await newCircle(deps)
  expect(await bringIn(circle, make())).toMatchObject({ state: 'failed', failure })
  const left = await deps.db.selectFrom('keeps').select('id').where('circleId', '=', circle.id).execute()
  expect(left).toEqual([])
  const removals = await deps.db.selectFrom('objectRemovals').select('prefix').execute()
  expect(removals.some(({ prefix }) => prefix.includes(circle.id))).toBe(true)
})

test('what there is no room for is not begun, and neither are more children than a circle has', async () => {
  const full = await newCircle(deps)
  await deps.db.updateTable('circles').set({ quotaBytes: 1 }).where('id', '=', full.id).execute()
  const photo = { name: 'a.jpg', bytes: Buffer.from('some bytes') }
  expect(await bringIn(full, archive({ photo }))).toMatchObject({ failure: 'CIRCLE_FULL' })
  const many = await newCircle(deps)
  for (let count = 0; count < 50; count += 1) await newChild(deps, many, many.owner)
  expect(await bringIn(many, archive({ child: 'Mia' }))).toMatchObject({ failure: 'TOO_MANY_PROFILES' })
})

test('an original that is not what it should be is named, and its keep stays', async () => {
  const circle = await newCircle(deps)
  const photo = { name: 'a.jpg', bytes: Buffer.from('some bytes') }
  const bytes = archive({ photo, wrongSum: 'media/2024/a.jpg' })
  expect(await bringIn(circle, bytes)).toMatchObject({
    state: 'ready',
    problemCount: 1,
    problems: ['media/2024/a.jpg'],
  })
  const media = await deps.db
    .selectFrom('media')
    .select(['state', 'failure', 'name'])
    .where('circleId', '=', circle.id)
    .executeTakeFirstOrThrow()
  expect(media).toEqual({ state: 'failed', failure: 'MISSING', name: 'a.jpg' })
})

test('an archive that names an upload of somebody takes nothing from them', async () => {
  const circle = await newCircle(deps)
  const vera = await newMember(deps, circle, 'member')
  const theirs = await newMedia(deps, circle, vera, { state: 'requested', name: 'theirs.jpg' })
  const photo = { name: 'a.jpg', bytes: Buffer.from('some bytes') }
  const bytes = archive({ photo, photoId: theirs.id })
  expect(await bringIn(circle, bytes)).toMatchObject({ state: 'ready', problemCount: 0 })
  const media = await deps.db
    .selectFrom('media')
    .select(['id', 'state', 'uploaderId', 'keepId', 'name'])
    .where('circleId', '=', circle.id)
    .orderBy('name')
    .execute()
  expect(media).toEqual([
    expect.objectContaining({ name: 'a.jpg', state: 'processing', uploaderId: circle.owner.id }),
    { id: theirs.id, state: 'requested', uploaderId: vera.id, keepId: null, name: 'theirs.jpg' },
  ])
  expect(await deps.storage.sizeOf(mediaKey(circle.id, theirs.id, 'original'))).toBeUndefined()
})

test('a worker that is killed goes on where it was; one that nobody wants any more stops', async () => {
  const circle = await newCircle(deps)
  const keeps = Array.from({ length: 3 }, (_, index) => ({ body: `Note ${index}` }))
  const bytes = archive({ keeps })
  const scope = await scopeOf(circle)
  const begun = await send(circle, bytes)
  const payload = { circleId: circle.id, archiveId: begun }
  let transactions = 0
  const dying = {
    ...deps,
    transaction: (async (work) => {
      transactions += 1
      if (transactions === 5) throw new Error('killed')
      return deps.transaction(work)
    }) as typeof deps.transaction,
  }
  await expect(handleReadImport(dying, payload, { ...run, isLastTry: false })).rejects.toThrow('killed')
  const some = await deps.db.selectFrom('keeps').select('id').where('circleId', '=', circle.id).execute()
  expect(some.length).toBeGreaterThan(0)
  expect(some.length).toBeLessThan(3)
  await Promise.all([handleReadImport(deps, payload, run), handleReadImport(deps, payload, run)])
  const one = { circleId: circle.id, importId: begun }
  expect(await readImport(deps, scope, one)).toMatchObject({ state: 'ready' })
  const all = await deps.db.selectFrom('keeps').select('body').where('circleId', '=', circle.id).execute()
  expect(all.map(({ body }) => body).toSorted()).toEqual(['Note 0', 'Note 1', 'Note 2'])

  const unwanted = await newCircle(deps)
  const second = await send(unwanted, bytes)
  await cancelImport(deps, await scopeOf(unwanted), { circleId: unwanted.id, importId: second })
  await handleReadImport(deps, { circleId: unwanted.id, archiveId: second }, run)
  expect(
    await deps.db.selectFrom('keeps').select('id').where('circleId', '=', unwanted.id).execute(),
  ).toEqual([])
})

async function scopeOf(circle: TestCircle) {
  return (await requireFreshCircle(deps, circle.owner.caller, circle.id, 'archive.import')).scope
}

/** As if it had been sent: parts are tried elsewhere. */
async function send(circle: TestCircle, bytes: Buffer): Promise<string> {
  const scope = await scopeOf(circle)
  const { import: begun } = await requestImport(deps, scope, { circleId: circle.id, byteSize: bytes.length })
  const key = importKey(circle.id, begun.id)
  await deps.storage.uploadStream(key, Readable.from([bytes]), 'application/zip')
  await deps.db.updateTable('archives').set({ state: 'waiting' }).where('id', '=', begun.id).execute()
  return begun.id
}

async function bringIn(circle: TestCircle, bytes: Buffer) {
  const importId = await send(circle, bytes)
  await handleReadImport(deps, { circleId: circle.id, archiveId: importId }, run)
  return readImport(deps, await scopeOf(circle), { circleId: circle.id, importId })
}

interface Part {
  name: string
  bytes: Buffer
  deflate?: boolean
  uncompressed?: number
  offset?: number
}

interface Choice {
  head?: Record<string, unknown>
  keep?: Record<string, unknown>
  keeps?: Record<string, unknown>[]
  child?: string
  photo?: Part
  photoId?: string
  more?: Part[]
  wrongSum?: string
  lies?: { name: string; uncompressed: number }
}

function archive(choice: Choice): Buffer {
  const all = parts(choice)
  const lies = choice.lies
  return zip(all.map((part) => (part.name === lies?.name ? { ...part, ...lies } : part)))
}

function parts({
  head = {},
  keep,
  keeps,
  child,
  photo,
  photoId = id(),
  more = [],
  wrongSum,
}: Choice = {}): Part[] {
  const json = (name: string, value: unknown): Part => ({ name, bytes: Buffer.from(toJson(value)) })
  const now = deps.clock.now().toISOString()
  const dated = { happenedAt: '2024-07-14T10:00:00', happenedOffset: 180, dateSource: 'exif' }
  const file = `media/2024/${photo?.name}`
  const media = photo && {
    ...{
      id: photoId,
      file,
      kind: 'photo',
      name: photo.name,
      byteSize: photo.bytes.length,
      contentType: 'image/jpeg',
    },
    ...{
      rotation: 0,
      ...dated,
      latitude: null,
      longitude: null,
      createdAt: now,
      isMissing: false,
      live: null,
    },
  }
  const whole = {
    ...{ kind: media ? 'media' : 'note', title: null, body: 'A note', milestone: null, ...dated, by: 'Anna' },
    ...{
      datePrecision: 'time',
      visibility: 'circle',
      childIds: [],
      petIds: [],
      tags: [],
      isFavourite: false,
    },
    ...{ createdAt: now, editedAt: null, media: media ? [media] : [], comments: [], reactions: [] },
  }
  const counts = { keeps: 1, media: 0, comments: 0, reactions: 0, albums: 0, children: 0, pets: 0 }
  const circle = { name: 'Home', description: null }
  const profile = {
    id: id(),
    name: child,
    birthdate: '2020-01-01',
    pronouns: null,
    sex: null,
    avatarMediaId: null,
  }
  const files = [
    json(headFile, {
      format: 'kinkeep-archive',
      version: 1,
      madeAt: now,
      circle,
      counts,
      missing: [],
      ...head,
    }),
    json(profilesFile, {
      children: child ? [{ ...profile, createdAt: now, measurements: [] }] : [],
      pets: [],
    }),
    ...(keeps ?? [keep ?? {}]).map((each, index) =>
      json(`keeps/2024/${index}.json`, { id: id(), ...whole, ...each }),
    ),
    ...(photo ? [{ ...photo, name: file }] : []),
    ...more,
  ]
  const sums = files.map(({ name, bytes }) => {
    const told = name === wrongSum ? Buffer.from('otherwise') : bytes
    return `${createHash('sha256').update(told).digest('hex')}  ${name}\n`
  })
  return [...files, { name: 'manifest.sha256', bytes: Buffer.from(sums.join('')) }]
}

function zip(files: readonly Part[]): Buffer {
  const modifiedAt = deps.clock.now()
  const chunks: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, bytes, deflate = false, uncompressed, offset: claimed } of files) {
    const isDeflated = deflate || uncompressed !== undefined
    const data = isDeflated ? deflateRawSync(bytes) : bytes
    const method = isDeflated ? ('deflated' as const) : ('stored' as const)
    const entry = { name: Buffer.from(name), method, modifiedAt, isLarge: false, offset: claimed ?? offset }
    const sizes = { crc: crc32(bytes), compressed: data.length, uncompressed: uncompressed ?? bytes.length }
    const written = [localHeader(entry), data, dataDescriptor(entry, sizes)]
    chunks.push(...written)
    directory.push(centralHeader(entry, sizes))
    offset += Buffer.concat(written).length
  }
  const central = Buffer.concat(directory)
  return Buffer.concat([
    ...chunks,
    central,
    endRecords({ entries: files.length, offset, bytes: central.length }),
  ])
}

/** A manifest that is small, and takes all the memory of whoever remembers its lines. */
function endless(): Part {
  const sum = 'a'.repeat(64)
  const lines = Array.from({ length: limits.archiveFiles + 1 }, (_, line) => `${sum}  ${line}\n`)
  return { name: 'manifest.sha256', bytes: Buffer.from(lines.join('')), deflate: true }
}

/** Two names for the same bytes, as in the bombs that are small and never end. */
function overlapping(): Buffer {
  const [first, ...rest] = parts()
  if (!first) throw new Error('unreachable')
  return zip([{ ...first, name: 'kernel' }, { ...first, name: 'again', offset: 0 }, ...[first, ...rest]])
}

/** Says in its end that it holds so many. */
function withCount(bytes: Buffer, count: number): Buffer {
  const end = bytes.length - 22
  const central = { offset: bytes.readUInt32LE(end + 16), bytes: bytes.readUInt32LE(end + 12) }
  return Buffer.concat([bytes.subarray(0, end), endRecords({ entries: count, ...central })])
}
