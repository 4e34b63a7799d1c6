import { createHash, randomBytes } from 'node:crypto'
import { limits } from '@kinkeep/contracts/limits'
import { requestUpload as contract, type RequestedUpload } from '@kinkeep/contracts/media'
import { countStatements } from '@kinkeep/testing/count-statements'
import { findOrphans } from '@kinkeep/testing/find-orphans'
import { newCircle, newMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newUser, type TestUser } from '@kinkeep/testing/new-user'
import { testServices } from '@kinkeep/testing/services'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { queuedJobs } from '@kinkeep/testing/traces'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { z } from 'zod'
import { abortUpload } from './abort-upload.ts'
import { completeUpload } from './complete-upload.ts'
import { handleReconcileMedia, handleSweepMedia } from './handlers.ts'
import { processVideo, verifyMedia } from './jobs.ts'
import { readStatus } from './queries.ts'
import { handleRemoveObjects } from './removal-handlers.ts'
import { requestParts } from './request-parts.ts'
import { requestUpload } from './request-upload.ts'
import { retryMedia } from './retry-media.ts'
import { mediaKey } from './rules.ts'
import { handleVerifyMedia } from './verify-handlers.ts'

const deps = await createTestDeps()
const { store } = await testServices()

/** Two parts, the last of which is a rest. */
const film = randomBytes(limits.partBytes + 1000)
const partsOf = (bytes: Buffer) =>
  Array.from({ length: Math.ceil(bytes.length / limits.partBytes) }, (_, index) => {
    const part = bytes.subarray(index * limits.partBytes, (index + 1) * limits.partBytes)
    return { number: index + 1, bytes: part, sha256: hashOf(part) }
  })

test('a film comes in parts, is proven to be the sender’s, and only then are its previews made', async () => {
  const circle = await newCircle(deps)
  const upload = await begin(circle, circle.owner)
  expect(upload).toMatchObject({ partSize: limits.partBytes, partCount: 2, sentParts: [] })
  await send(circle, circle.owner, upload, film)
  const done = await complete(circle, circle.owner, upload.mediaId)
  expect(done).toEqual({
    mediaId: upload.mediaId,
    state: 'processing',
    keepId: expect.any(String),
    inTrash: false,
    isDuplicate: false,
  })
  expect(await isVerified(circle, upload.mediaId)).toBe(false)
  expect([await waiting(circle, verifyMedia), await waiting(circle, processVideo)]).toEqual([1, 0])

  await verify(circle, upload.mediaId)
  expect(await isVerified(circle, upload.mediaId)).toBe(true)
  expect(await waiting(circle, processVideo)).toBe(1)
  await verify(circle, upload.mediaId)
  expect(await waiting(circle, processVideo)).toBe(1)
  expect(await stored(circle, upload.mediaId)).toEqual(hashOf(film))
})

test('a tab that was killed goes on where it was, and sends only what is missing', async () => {
  const circle = await newCircle(deps)
  const uploadKey = deps.random.id()
  const first = await begin(circle, circle.owner, { uploadKey })
  await send(circle, circle.owner, first, film, [2])
  await expect(complete(circle, circle.owner, first.mediaId)).rejects.toMatchObject({
    reason: 'UPLOAD_INCOMPLETE',
  })
  const again = await begin(circle, circle.owner, { uploadKey })
  expect(again.mediaId).toBe(first.mediaId)
  expect(again.sentParts).toEqual([{ number: 2, sha256: partsOf(film)[1]?.sha256 }])
  await send(circle, circle.owner, again, film, [1])
  expect(await complete(circle, circle.owner, again.mediaId)).toMatchObject({ state: 'processing' })
  expect(await stored(circle, again.mediaId)).toEqual(hashOf(film))
})

test('the store takes these bytes as this part, and nothing else', async () => {
  const circle = await newCircle(deps)
  const upload = await begin(circle, circle.owner)
  const [one, two] = partsOf(film)
  if (!one || !two) throw new Error('no parts')
  const signed = await sign(circle, circle.owner, upload.mediaId, [one, two])
  const [first, second] = signed.parts
  if (!first || !second) throw new Error('not signed')
  const other = Buffer.from(one.bytes).reverse()
  const attempts: [string, string, Record<string, string>, Buffer][] = [
    ['other bytes', first.url, first.headers, other],
    ['another checksum', first.url, { 'x-amz-checksum-sha256': base64HashOf(other) }, other],
    ['no checksum', first.url, {}, one.bytes],
    ['shorter', first.url, first.headers, one.bytes.subarray(1)],
    ['another number', first.url.replace('partNumber=1', 'partNumber=2'), first.headers, one.bytes],
    ['another file', first.url.replace(upload.mediaId, deps.random.id()), first.headers, one.bytes],
  ]
  for (const [what, url, headers, body] of attempts) {
    const { status } = await put(url, headers, body)
    expect([what, status >= 400]).toEqual([what, true])
  }
  expect((await begin(circle, circle.owner, { uploadKey: upload.uploadKey })).sentParts).toEqual([])
  expect((await put(first.url, first.headers, one.bytes)).status).toBe(200)
  expect((await put(first.url, first.headers, one.bytes)).status).toBe(200)
})

test('only the uploader gets addresses, for parts that the file has, as long as it is not complete', async () => {
  const circle = await newCircle(deps)
  const vera = await newMember(deps, circle, 'member')
  const upload = await begin(circle, circle.owner)
  const parts = partsOf(film)
  await expect(sign(circle, vera, upload.mediaId, parts)).rejects.toMatchObject({ reason: 'NOT_FOUND' })
  const beyond = [{ number: 3, sha256: hashOf(film) }]
  await expect(sign(circle, circle.owner, upload.mediaId, beyond)).rejects.toMatchObject({
    reason: 'INVALID_INPUT',
  })
  await send(circle, circle.owner, upload, film)
  await complete(circle, circle.owner, upload.mediaId)
  expect(await sign(circle, circle.owner, upload.mediaId, parts)).toMatchObject({
    status: 'alreadyComplete',
    parts: [],
  })
})

test('addresses for a hundred parts cost two statements', async () => {
  const circle = await newCircle(deps)
  const upload = await begin(circle, circle.owner, { byteSize: 200 * limits.partBytes })
  const scope = await scopeIn(deps, circle, circle.owner, 'media.upload')
  const parts = Array.from({ length: limits.partsPerRequest }, (_, index) => ({
    number: index + 1,
    sha256: hashOf(film),
  }))
  const { statements } = await countStatements(deps, (counted) =>
    requestParts(counted, scope, { circleId: circle.id, mediaId: upload.mediaId, parts }),
  )
  expect(statements).toBe(2)
})

test('an answer that was lost can be asked for again: also when the store completed and nobody took note', async () => {
  const circle = await newCircle(deps)
  const upload = await begin(circle, circle.owner)
  await send(circle, circle.owner, upload, film)
  const lost: typeof deps.transaction = async () => {
    throw new Error('the database went away')
  }
  const scope = await scopeIn(deps, circle, circle.owner, 'media.upload')
  const input = { circleId: circle.id, mediaId: upload.mediaId }
  await expect(completeUpload({ ...deps, transaction: lost }, scope, input)).rejects.toThrow('went away')

  const again = await begin(circle, circle.owner, { uploadKey: upload.uploadKey })
  expect(again.sentParts.map((part) => part.number)).toEqual([1, 2])
  const done = await complete(circle, circle.owner, upload.mediaId)
  expect(done.state).toBe('processing')
  expect(await complete(circle, circle.owner, upload.mediaId)).toEqual(done)
})

test('an upload that the store has forgotten begins anew', async () => {
  const circle = await newCircle(deps)
  const upload = await begin(circle, circle.owner)
  await send(circle, circle.owner, upload, film, [1])
  await deps.storage.parts.abortAll(mediaKey(circle.id, upload.mediaId, 'original'))
  const again = await begin(circle, circle.owner, { uploadKey: upload.uploadKey })
  expect(again).toMatchObject({ mediaId: upload.mediaId, sentParts: [] })
  await send(circle, circle.owner, again, film)
  expect(await complete(circle, circle.owner, upload.mediaId)).toMatchObject({ state: 'processing' })
})

test('bytes that are not the sender’s are kept, and never called safe', async () => {
  const circle = await newCircle(deps)
  const upload = await begin(circle, circle.owner, { sha256: hashOf(Buffer.from('another film')) })
  await send(circle, circle.owner, upload, film)
  await complete(circle, circle.owner, upload.mediaId)
  await verify(circle, upload.mediaId)
  expect(await status(circle, upload.mediaId)).toMatchObject({
    state: 'failed',
    failure: 'CORRUPTED',
    isVerified: false,
  })
  expect(await stored(circle, upload.mediaId)).toEqual(hashOf(film))
  expect(await waiting(circle, processVideo)).toBe(0)

  const scope = await scopeIn(deps, circle, circle.owner, 'media.retry')
  await retryMedia(deps, scope, { circleId: circle.id, mediaId: upload.mediaId })
  await verify(circle, upload.mediaId)
  expect(await status(circle, upload.mediaId)).toMatchObject({ state: 'failed', failure: 'CORRUPTED' })
  // It is no copy of anything: the same file can be sent.
  const fresh = await request(circle, circle.owner, { sha256: hashOf(Buffer.from('another film')) })
  expect(fresh.status).toBe('sendParts')
})

test('a hash that is known only at the end is compared as well, also of a file sent as a whole', async () => {
  const circle = await newCircle(deps)
  const bytes = Buffer.from('a small film')
  const [right, wrong] = [
    await sendWhole(circle, circle.owner, bytes),
    await sendWhole(circle, circle.owner, bytes),
  ]
  await complete(circle, circle.owner, right, hashOf(bytes))
  await complete(circle, circle.owner, wrong, hashOf(film))
  for (const mediaId of [right, wrong]) {
    expect(await isVerified(circle, mediaId)).toBe(false)
    await verify(circle, mediaId)
  }
  expect(await isVerified(circle, right)).toBe(true)
  expect(await status(circle, wrong)).toMatchObject({ failure: 'CORRUPTED', isVerified: false })
})

test('a file whose check was lost is checked again before anything is made of it', async () => {
  const deps = await createTestDeps()
  const circle = await newCircle(deps)
  const upload = await begin(circle, circle.owner, {}, deps)
  await send(circle, circle.owner, upload, film, undefined, deps)
  await complete(circle, circle.owner, upload.mediaId, undefined, deps)
  await sql`delete from pgboss.job where name = ${verifyMedia.name}`.execute(deps.db)
  deps.clock.advance(61)
  await handleReconcileMedia(deps)
  expect([await waiting(circle, verifyMedia, deps), await waiting(circle, processVideo, deps)]).toEqual([
    1, 0,
  ])
})

test('a film that was checked waits once for its previews, whoever looks for lost jobs', async () => {
  const deps = await createTestDeps()
  const circle = await newCircle(deps)
  const upload = await begin(circle, circle.owner, {}, deps)
  await send(circle, circle.owner, upload, film, undefined, deps)
  await complete(circle, circle.owner, upload.mediaId, undefined, deps)
  deps.clock.advance(30)
  await verify(circle, upload.mediaId, deps)
  deps.clock.advance(61)
  await handleReconcileMedia(deps)
  expect(await waiting(circle, processVideo, deps)).toBe(1)
})

test('given up, nothing is left of an upload, also of a part that comes after', async () => {
  const deps = await createTestDeps()
  const circle = await newCircle(deps)
  const vera = await newMember(deps, circle, 'member')
  const upload = await begin(circle, circle.owner, {}, deps)
  const [one] = partsOf(film)
  const signed = await sign(circle, circle.owner, upload.mediaId, one ? [one] : [], deps)
  await send(circle, circle.owner, upload, film, [2], deps)
  await expect(abort(circle, vera, upload.mediaId, deps)).rejects.toMatchObject({ reason: 'NOT_FOUND' })
  expect(await abort(circle, circle.owner, upload.mediaId, deps)).toEqual({ status: 'aborted' })
  await handleRemoveObjects(deps)

  const late = signed.parts[0]
  expect((await put(late?.url ?? '', late?.headers ?? {}, one?.bytes ?? film)).status).toBe(404)
  await expect(abort(circle, circle.owner, upload.mediaId, deps)).rejects.toMatchObject({
    reason: 'NOT_FOUND',
  })
  await expect(sign(circle, circle.owner, upload.mediaId, partsOf(film), deps)).rejects.toMatchObject({
    reason: 'NOT_FOUND',
  })
  deps.clock.advance(3 * 3600)
  await handleRemoveObjects(deps)
  expect(await orphansOf(circle, deps)).toEqual([])
})

test('complete and given up at once, an upload is one of both', async () => {
  for (let round = 0; round < 3; round += 1) {
    const circle = await newCircle(deps)
    const upload = await begin(circle, circle.owner)
    await send(circle, circle.owner, upload, film)
    const [done, gone, twice] = await Promise.allSettled([
      complete(circle, circle.owner, upload.mediaId),
      abort(circle, circle.owner, upload.mediaId),
      complete(circle, circle.owner, upload.mediaId),
    ])
    const isAborted = gone.status === 'fulfilled' && gone.value.status === 'aborted'
    const { keepCount, storedBytes } = await counted(circle)
    expect([keepCount, storedBytes]).toEqual(isAborted ? [0, 0] : [1, film.length])
    if (!isAborted) expect([done.status, twice.status]).toEqual(['fulfilled', 'fulfilled'])
    await handleRemoveObjects(deps)
    expect(await orphansOf(circle)).toEqual([])
  }
})

test('no file makes way for another that is only said to be the same', async () => {
  const circle = await newCircle(deps)
  const vera = await newMember(deps, circle, 'member')
  const other = Buffer.concat([film.subarray(1), Buffer.of(0)])
  const wrong = await begin(circle, circle.owner)
  const right = await begin(circle, vera)
  await send(circle, circle.owner, wrong, other)
  await send(circle, vera, right, film)
  await complete(circle, circle.owner, wrong.mediaId)
  // Neither before it is sent nor when it is.
  expect(await request(circle, vera)).toMatchObject({ status: 'sendParts' })
  expect(await complete(circle, vera, right.mediaId)).toMatchObject({ isDuplicate: false })
  for (const { mediaId } of [wrong, right]) await verify(circle, mediaId)
  expect(await status(circle, wrong.mediaId)).toMatchObject({ failure: 'CORRUPTED' })
  expect(await isVerified(circle, right.mediaId)).toBe(true)
  expect(await stored(circle, right.mediaId)).toEqual(hashOf(film))
})

test('of one file that two people send at once, the one that is proven first stays, and both hear which', async () => {
  const deps = await createTestDeps()
  const circle = await newCircle(deps)
  const vera = await newMember(deps, circle, 'member')
  const uploads = [await begin(circle, circle.owner, {}, deps), await begin(circle, vera, {}, deps)] as const
  await send(circle, circle.owner, uploads[0], film, undefined, deps)
  await send(circle, vera, uploads[1], film, undefined, deps)
  const first = await complete(circle, circle.owner, uploads[0].mediaId, undefined, deps)
  await verify(circle, first.mediaId, deps)
  const answers = [first, await complete(circle, vera, uploads[1].mediaId, undefined, deps)]
  expect(new Set(answers.map((answer) => answer.keepId)).size).toBe(1)
  expect(answers.map((answer) => answer.isDuplicate)).toEqual([false, true])
  expect(await counted(circle, deps)).toEqual({ keepCount: 1, storedBytes: film.length })

  const second = answers.findIndex((answer) => answer.isDuplicate)
  const [who, theirs] = second === 0 ? [circle.owner, uploads[0]] : [vera, uploads[1]]
  expect(await complete(circle, who, theirs.mediaId, undefined, deps)).toEqual(answers[second])
  expect(await request(circle, who, { uploadKey: theirs.uploadKey }, deps)).toMatchObject({
    status: 'alreadyComplete',
  })
  expect(await abort(circle, who, theirs.mediaId, deps)).toEqual({ status: 'complete' })
  deps.clock.advance(3 * 86_400)
  await handleRemoveObjects(deps)
  await handleSweepMedia(deps)
  expect(await orphansOf(circle, deps)).toEqual([])
  expect(await deps.db.selectFrom('media').select('id').execute()).toHaveLength(1)
})

test('an upload of days is not abandoned as long as somebody asks for its parts; then it is, with all of it', async () => {
  const deps = await createTestDeps()
  const circle = await newCircle(deps)
  const upload = await begin(circle, circle.owner, {}, deps)
  await send(circle, circle.owner, upload, film, [1], deps)
  deps.clock.advance(1.5 * 86_400)
  await sign(circle, circle.owner, upload.mediaId, partsOf(film), deps)
  deps.clock.advance(1.5 * 86_400)
  await handleSweepMedia(deps)
  expect(await deps.db.selectFrom('media').select('id').execute()).toHaveLength(1)

  deps.clock.advance(86_400)
  await handleSweepMedia(deps)
  expect(await deps.db.selectFrom('media').select('id').execute()).toEqual([])
  expect(await orphansOf(circle, deps)).toEqual([])
})

test('a circle that is being deleted asks for no more parts; what its proof was given for before is whole again with it', async () => {
  const circle = await newCircle(deps)
  const upload = await begin(circle, circle.owner)
  await send(circle, circle.owner, upload, film)
  const scope = await scopeIn(deps, circle, circle.owner, 'media.upload')
  await deps.db
    .updateTable('circles')
    .set({ deletionDueAt: deps.clock.now() })
    .where('id', '=', circle.id)
    .execute()
  await expect(scopeIn(deps, circle, circle.owner, 'media.upload')).rejects.toMatchObject({
    reason: 'NOT_FOUND',
  })
  const { mediaId } = upload
  await expect(completeUpload(deps, scope, { circleId: circle.id, mediaId })).resolves.toMatchObject({
    mediaId,
  })
  expect(await counted(circle)).toMatchObject({ keepCount: 1 })
})

test('what was brought along waits for what somebody has just sent', async () => {
  const deps = await createTestDeps()
  const circle = await newCircle(deps, { owner: await newUser(deps) })
  const order: string[] = []
  for (const isImport of [true, true, false]) {
    const mediaId = await sendWhole(circle, circle.owner, Buffer.from(deps.random.id()), { isImport, deps })
    await complete(circle, circle.owner, mediaId, undefined, deps)
    order.push(mediaId)
  }
  const fetched: string[] = []
  for (const _ of order) {
    const [job] = await deps.transaction((tx) =>
      tx.effects.jobs.boss.fetch<{ mediaId: string }>(processVideo.name),
    )
    if (job) fetched.push(job.data.mediaId)
  }
  expect(fetched).toEqual([order[2], order[0], order[1]])
})

type Sent = Extract<RequestedUpload, { status: 'sendParts' }>
type Asked = Partial<z.input<typeof contract.input>['files'][number]> & { isImport?: boolean }

async function request(circle: TestCircle, user: TestUser, file: Asked = {}, on = deps) {
  const scope = await scopeIn(on, circle, user, 'media.upload')
  const { isImport, ...rest } = file
  const input = contract.input.parse({
    circleId: circle.id,
    isImport,
    files: [
      {
        uploadKey: on.random.id(),
        name: 'film.mp4',
        byteSize: film.length,
        contentType: 'video/mp4',
        sha256: hashOf(film),
        keep: 'own',
        ...rest,
      },
    ],
  })
  const [upload] = (await requestUpload(on, scope, input)).uploads
  if (!upload) throw new Error('no answer')
  return upload
}

async function begin(circle: TestCircle, user: TestUser, file: Asked = {}, on = deps): Promise<Sent> {
  const upload = await request(circle, user, file, on)
  if (upload.status !== 'sendParts') throw new Error(`not to be sent in parts: ${upload.status}`)
  return upload
}

async function sign(
  circle: TestCircle,
  user: TestUser,
  mediaId: string,
  parts: { number: number; sha256: string }[],
  on = deps,
) {
  const scope = await scopeIn(on, circle, user, 'media.upload')
  const asked = parts.map(({ number, sha256 }) => ({ number, sha256 }))
  return requestParts(on, scope, { circleId: circle.id, mediaId, parts: asked })
}

async function send(
  circle: TestCircle,
  user: TestUser,
  { mediaId }: Sent,
  bytes: Buffer,
  numbers?: number[],
  on = deps,
): Promise<void> {
  const parts = partsOf(bytes).filter(({ number }) => numbers?.includes(number) ?? true)
  const signed = await sign(circle, user, mediaId, parts, on)
  for (const { number, url, headers, byteSize } of signed.parts) {
    const body = parts.find((part) => part.number === number)?.bytes ?? Buffer.alloc(0)
    expect(byteSize).toBe(body.length)
    expect((await put(url, headers, body)).status).toBe(200)
  }
}

async function sendWhole(
  circle: TestCircle,
  user: TestUser,
  bytes: Buffer,
  { isImport = false, deps: on = deps } = {},
): Promise<string> {
  const asked = { byteSize: bytes.length, sha256: undefined, isImport }
  const upload = await request(circle, user, asked, on)
  if (upload.status !== 'send') throw new Error(`not to be sent: ${upload.status}`)
  expect((await put(upload.url, upload.headers, bytes)).status).toBe(200)
  return upload.mediaId
}

function put(url: string, headers: Record<string, string>, body: Buffer): Promise<Response> {
  return fetch(url, { method: 'PUT', body: new Uint8Array(body), headers })
}

async function complete(circle: TestCircle, user: TestUser, mediaId: string, sha256?: string, on = deps) {
  const scope = await scopeIn(on, circle, user, 'media.upload')
  return completeUpload(on, scope, { circleId: circle.id, mediaId, sha256 })
}

async function abort(circle: TestCircle, user: TestUser, mediaId: string, on = deps) {
  const scope = await scopeIn(on, circle, user, 'media.upload')
  return abortUpload(on, scope, { circleId: circle.id, mediaId })
}

async function verify(circle: TestCircle, mediaId: string, on = deps): Promise<void> {
  const run = { signal: new AbortController().signal, jobId: deps.random.id(), isLastTry: false }
  await handleVerifyMedia(on, { circleId: circle.id, mediaId }, run)
}

async function status(circle: TestCircle, mediaId: string) {
  const scope = await scopeIn(deps, circle, circle.owner, 'media.read')
  return (await readStatus(deps, scope, { circleId: circle.id, mediaIds: [mediaId] })).items[0]
}

async function isVerified(circle: TestCircle, mediaId: string): Promise<boolean | undefined> {
  return (await status(circle, mediaId))?.isVerified
}

async function waiting(
  circle: TestCircle,
  job: typeof verifyMedia | typeof processVideo,
  on = deps,
): Promise<number> {
  return (await queuedJobs(on, job)).filter((queued) => queued.circleId === circle.id).length
}

async function stored(circle: TestCircle, mediaId: string): Promise<string> {
  const { url } = await deps.storage.signDownload({ key: mediaKey(circle.id, mediaId, 'original') })
  return hashOf(Buffer.from(await (await fetch(url)).arrayBuffer()))
}

async function orphansOf(circle: TestCircle, on = deps): Promise<string[]> {
  const { orphans, missing } = await findOrphans(on.ownerUrl, store)
  return [...orphans, ...missing].filter((key) => key.includes(circle.id))
}

function counted(circle: TestCircle, on = deps) {
  return on.db
    .selectFrom('circles')
    .select(['keepCount', 'storedBytes'])
    .where('id', '=', circle.id)
    .executeTakeFirstOrThrow()
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function base64HashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('base64')
}
