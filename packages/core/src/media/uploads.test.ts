import { createHash } from 'node:crypto'
import { limits } from '@kinkeep/contracts/limits'
import { requestUpload as contract, type RequestedUpload } from '@kinkeep/contracts/media'
import { countStatements } from '@kinkeep/testing/count-statements'
import { newCircle, newMember, newRemovedMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { publishedEvents, queuedJobs } from '@kinkeep/testing/traces'
import { expect, test } from 'vitest'
import type { z } from 'zod'
import { listKeeps } from '../keeps/queries.ts'
import { completeUpload } from './complete-upload.ts'
import { processMedia } from './jobs.ts'
import { requestUpload } from './request-upload.ts'
import { mediaKey } from './rules.ts'

const deps = await createTestDeps()
const bytes = Buffer.from('\xff\xd8\xff these bytes are no photo, which only the worker finds out')
type File = z.input<typeof contract.input>['files'][number]

test('bytes go straight to the store, and then the photo has a keep in the timeline and a job', async () => {
  const circle = await newCircle(deps)
  const upload = await requestOne(circle, circle.owner, {
    modifiedAt: '2024-08-01T10:00:00',
    modifiedOffset: 120,
  })
  expect((await put(upload)).status).toBe(200)
  const done = await complete(circle, circle.owner, upload.mediaId)

  expect(done).toEqual({
    mediaId: upload.mediaId,
    state: 'processing',
    keepId: expect.any(String),
    inTrash: false,
    isDuplicate: false,
  })
  expect(await timeline(circle)).toMatchObject([
    {
      id: done.keepId,
      kind: 'media',
      happenedAt: '2024-08-01T10:00:00',
      happenedOffset: 120,
      dateSource: 'fileTime',
      media: [{ id: upload.mediaId, state: 'processing', name: 'photo.jpg' }],
    },
  ])
  expect(await jobsOf(circle)).toEqual([{ circleId: circle.id, mediaId: upload.mediaId }])
  expect(await publishedEvents(deps, circle)).toEqual([
    { type: 'media.changed', mediaId: upload.mediaId, keepId: done.keepId },
  ])
  expect(await circleRow(circle)).toEqual({ keepCount: 1, storedBytes: bytes.length })
})

test('a photo for the composer waits without a keep', async () => {
  const circle = await newCircle(deps)
  const upload = await requestOne(circle, circle.owner, { keep: 'attached' })
  await put(upload)
  expect(await complete(circle, circle.owner, upload.mediaId)).toMatchObject({
    state: 'processing',
    keepId: null,
  })
  expect(await timeline(circle)).toEqual([])
  expect(await jobsOf(circle)).toHaveLength(1)
})

test('a file without a time of its own belongs to the day it came, as its uploader’s calendar has it', async () => {
  const circle = await newCircle(deps, { owner: await newUser(deps, { timeZone: 'Pacific/Kiritimati' }) })
  const upload = await requestOne(circle, circle.owner)
  await put(upload)
  await complete(circle, circle.owner, upload.mediaId)
  const local = new Date(deps.clock.now().getTime() + 14 * 3_600_000).toISOString().slice(0, 19)
  expect(await timeline(circle)).toMatchObject([
    { happenedAt: local, happenedOffset: 840, dateSource: 'posted' },
  ])
})

test('one upload key is one upload, whenever and however often it is asked for', async () => {
  const circle = await newCircle(deps)
  const uploadKey = deps.random.id()
  const asked = await Promise.all(
    Array.from({ length: 5 }, () => requestOne(circle, circle.owner, { uploadKey })),
  )
  expect(new Set(asked.map((upload) => upload.mediaId)).size).toBe(1)
  const [upload] = asked
  if (!upload) throw new Error('no upload')
  await put(upload)
  await complete(circle, circle.owner, upload.mediaId)
  const [again] = await request(circle, circle.owner, [{ uploadKey }])
  expect(again).toEqual({ status: 'alreadyComplete', uploadKey, mediaId: upload.mediaId })

  const vera = await newMember(deps, circle, 'member')
  expect((await requestOne(circle, vera, { uploadKey })).mediaId).not.toBe(upload.mediaId)
})

test('one request cannot name an upload twice', () => {
  const twice = [newFile(), newFile()].map((file) => ({
    ...file,
    uploadKey: '019a8a6e-0000-7000-8000-000000000000',
  }))
  const parsed = contract.input.safeParse({ circleId: deps.random.id(), files: twice })
  expect(parsed.success).toBe(false)
})

test('fifty files cost two statements', async () => {
  const circle = await newCircle(deps)
  const scope = await scopeIn(deps, circle, circle.owner, 'media.upload')
  const files = Array.from({ length: limits.filesPerRequest }, () => newFile())
  const input = contract.input.parse({ circleId: circle.id, files })
  const { result, statements } = await countStatements(deps, (counted) =>
    requestUpload(counted, scope, input),
  )
  expect(statements).toBe(2)
  expect(new Set(result.uploads.map((upload) => upload.uploadKey))).toEqual(
    new Set(files.map((f) => f.uploadKey)),
  )
  expect(contract.output.parse(result)).toEqual(result)
})

test.each<[Partial<File>, string]>([
  [{ byteSize: 0 }, 'EMPTY'],
  [{ byteSize: limits.photoBytes + 1 }, 'TOO_LARGE'],
  [{ byteSize: 5 * 1024 ** 3 }, 'TOO_LARGE'],
  [{ contentType: 'image/svg+xml' }, 'UNSUPPORTED_TYPE'],
  [{ contentType: 'text/html' }, 'UNSUPPORTED_TYPE'],
  [{ contentType: '', name: 'page.html' }, 'UNSUPPORTED_TYPE'],
])('a file that says %o is refused, and the others are not', async (file, reason) => {
  const circle = await newCircle(deps)
  const uploads = await request(circle, circle.owner, [file, {}])
  expect(uploads.map((upload) => upload.status).toSorted()).toEqual(['refused', 'send'])
  expect(uploads.find((upload) => upload.status === 'refused')).toMatchObject({ reason })
})

test('HEIC is taken by its name where the browser knows no type', async () => {
  const circle = await newCircle(deps)
  const upload = await requestOne(circle, circle.owner, { contentType: '', name: 'IMG_0001.HEIC' })
  expect(upload.headers).toMatchObject({ 'content-type': 'image/heic' })
})

test('a full circle takes nothing more: neither at the request nor when the bytes are there', async () => {
  const circle = await newCircle(deps)
  const upload = await requestOne(circle, circle.owner)
  await put(upload)
  await deps.db
    .updateTable('circles')
    .set({ quotaBytes: bytes.length - 1 })
    .where('id', '=', circle.id)
    .execute()
  await expect(complete(circle, circle.owner, upload.mediaId)).rejects.toMatchObject({
    reason: 'CIRCLE_FULL',
  })
  expect(await timeline(circle)).toEqual([])
  expect(await jobsOf(circle)).toEqual([])
  expect(await request(circle, circle.owner, [{}])).toMatchObject([
    { status: 'refused', reason: 'CIRCLE_FULL' },
  ])
})

test('uploads that are never said to be complete fill a circle too, for everybody but themselves', async () => {
  const circle = await newCircle(deps)
  const vera = await newMember(deps, circle, 'member')
  const uploadKey = deps.random.id()
  await deps.db.updateTable('circles').set({ quotaBytes: 1000 }).where('id', '=', circle.id).execute()
  await requestOne(circle, circle.owner, { uploadKey, byteSize: 900 })

  expect(await request(circle, vera, [{ byteSize: 101 }])).toMatchObject([{ reason: 'CIRCLE_FULL' }])
  expect(await request(circle, vera, [{ byteSize: 100 }])).toMatchObject([{ status: 'send' }])
  expect(await request(circle, circle.owner, [{ uploadKey, byteSize: 900 }])).toMatchObject([
    { status: 'send' },
  ])
})

test('without bytes nothing is complete, and nothing happens', async () => {
  const circle = await newCircle(deps)
  const upload = await requestOne(circle, circle.owner)
  await expect(complete(circle, circle.owner, upload.mediaId)).rejects.toMatchObject({
    reason: 'UPLOAD_MISSING',
  })
  expect(await circleRow(circle)).toEqual({ keepCount: 0, storedBytes: 0 })
  expect(await publishedEvents(deps, circle)).toEqual([])
})

test('bytes of another size than was said do not count as complete', async () => {
  const circle = await newCircle(deps)
  const upload = await requestOne(circle, circle.owner)
  await put(upload)
  await deps.db
    .updateTable('media')
    .set({ byteSize: bytes.length + 1 })
    .where('id', '=', upload.mediaId)
    .execute()
  await expect(complete(circle, circle.owner, upload.mediaId)).rejects.toMatchObject({
    reason: 'UPLOAD_INCOMPLETE',
  })
})

test('said to be complete five times at once, a photo is counted, queued and told about once', async () => {
  const circle = await newCircle(deps)
  const upload = await requestOne(circle, circle.owner)
  await put(upload)
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => complete(circle, circle.owner, upload.mediaId)),
  )
  expect(new Set(answers.map((answer) => answer.keepId)).size).toBe(1)
  expect(await circleRow(circle)).toEqual({ keepCount: 1, storedBytes: bytes.length })
  expect(await jobsOf(circle)).toHaveLength(1)
  expect(await publishedEvents(deps, circle)).toHaveLength(1)
})

test('only the uploader completes an upload, and only in its circle', async () => {
  const circle = await newCircle(deps)
  const vera = await newMember(deps, circle, 'member')
  const other = await newCircle(deps, { owner: vera })
  const upload = await requestOne(circle, vera)
  await put(upload)
  const attempts = [
    () => complete(circle, circle.owner, upload.mediaId),
    () => complete(other, vera, upload.mediaId),
    () => complete(circle, vera, deps.random.id()),
  ]
  for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ reason: 'NOT_FOUND' })
  expect(await complete(circle, vera, upload.mediaId)).toMatchObject({ state: 'processing' })
})

test('viewers, strangers and removed members send nothing', async () => {
  const circle = await newCircle(deps)
  const refused = async (user: TestUser) =>
    request(circle, user, [{}]).then(
      () => 'sent',
      (error) => error.reason,
    )
  expect(await refused(await newMember(deps, circle, 'viewer'))).toBe('ROLE_TOO_LOW')
  expect(await refused(await newUser(deps))).toBe('NOT_FOUND')
  expect(await refused(await newRemovedMember(deps, circle))).toBe('NOT_FOUND')
})

test('the store takes these bytes under this address, and nothing else', async () => {
  const circle = await newCircle(deps)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const upload = await requestOne(circle, circle.owner, { sha256 })
  const other = await requestOne(circle, circle.owner)
  const url = new URL(upload.url)
  expect(url.pathname).toContain(mediaKey(circle.id, upload.mediaId, 'original'))

  const swapped = Buffer.from(bytes)
  swapped[10] = 0
  const tries: [string, () => Promise<Response>][] = [
    ['longer', () => put(upload, { body: Buffer.concat([bytes, bytes]) })],
    ['shorter', () => put(upload, { body: bytes.subarray(1) })],
    ['other bytes of that length', () => put(upload, { body: swapped })],
    ['another type', () => put(upload, { headers: { ...upload.headers, 'content-type': 'text/html' } })],
    [
      'another checksum',
      () => put(upload, { headers: { ...upload.headers, 'x-amz-checksum-sha256': 'AAAA' } }),
    ],
    ['another key', () => put({ ...upload, url: upload.url.replace(upload.mediaId, other.mediaId) })],
    ['another variant', () => put({ ...upload, url: upload.url.replace('/original', '/preview.jpg') })],
    ['another verb', () => fetch(upload.url)],
    [
      'a longer life',
      () => put({ ...upload, url: upload.url.replace('X-Amz-Expires=3600', 'X-Amz-Expires=9600') }),
    ],
    ['no signature', () => put({ ...upload, url: `${url.origin}${url.pathname}` })],
  ]
  const taken: string[] = []
  for (const [what, attempt] of tries) {
    const { status } = await attempt()
    if (status < 400) taken.push(what)
  }
  expect(taken).toEqual([])
  for (const { mediaId } of [upload, other]) {
    expect(await deps.storage.sizeOf(mediaKey(circle.id, mediaId, 'original'))).toBeUndefined()
  }
  expect((await put(upload)).status).toBe(200)
})

test('an address for sending is good for one file, also while it lasts: nobody replaces what is stored', async () => {
  const circle = await newCircle(deps)
  const upload = await requestOne(circle, circle.owner)
  const swapped = Buffer.from(bytes).reverse()
  expect((await put(upload)).status).toBe(200)
  expect((await put(upload, { body: swapped })).status).toBe(412)
  const { 'if-none-match': _, ...unconditional } = upload.headers
  expect((await put(upload, { body: swapped, headers: unconditional })).status).toBe(403)
  const key = mediaKey(circle.id, upload.mediaId, 'original')
  const { url } = await deps.storage.signDownload({ key })
  expect(Buffer.from(await (await fetch(url)).arrayBuffer())).toEqual(bytes)
})

test('an address for sending ends after an hour', async () => {
  const deps = await createTestDeps()
  deps.clock.advance(-3601)
  const circle = await newCircle(deps)
  const upload = await requestOne(circle, circle.owner, {}, deps)
  expect((await put(upload)).status).toBe(403)
})

function newFile(file: Partial<File> = {}): File {
  return {
    uploadKey: deps.random.id(),
    name: 'photo.jpg',
    byteSize: bytes.length,
    contentType: 'image/jpeg',
    keep: 'own',
    ...file,
  }
}

async function request(circle: TestCircle, user: TestUser, files: Partial<File>[], on = deps) {
  const scope = await scopeIn(on, circle, user, 'media.upload')
  const input = contract.input.parse({ circleId: circle.id, files: files.map(newFile) })
  return (await requestUpload(on, scope, input)).uploads
}

type Send = Extract<RequestedUpload, { status: 'send' }>

async function requestOne(
  circle: TestCircle,
  user: TestUser,
  file: Partial<File> = {},
  on = deps,
): Promise<Send> {
  const [upload] = await request(circle, user, [file], on)
  if (upload?.status !== 'send') throw new Error(`not to be sent: ${upload?.status}`)
  return upload
}

function put(upload: Send, { body = bytes, headers = upload.headers } = {}): Promise<Response> {
  return fetch(upload.url, { method: 'PUT', body: new Uint8Array(body), headers })
}

async function complete(circle: TestCircle, user: TestUser, mediaId: string) {
  const scope = await scopeIn(deps, circle, user, 'media.upload')
  return completeUpload(deps, scope, { circleId: circle.id, mediaId })
}

async function timeline(circle: TestCircle) {
  const scope = await scopeIn(deps, circle, circle.owner, 'keep.read')
  const input = { circleId: circle.id, limit: 100, order: 'newest', trashed: false } as const
  return (await listKeeps(deps, scope, input)).items
}

async function jobsOf(circle: TestCircle) {
  return (await queuedJobs(deps, processMedia)).filter((job) => job.circleId === circle.id)
}

function circleRow(circle: TestCircle) {
  return deps.db
    .selectFrom('circles')
    .select(['keepCount', 'storedBytes'])
    .where('id', '=', circle.id)
    .executeTakeFirstOrThrow()
}
