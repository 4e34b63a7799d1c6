import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { requestUpload as contract } from '@kinkeep/contracts/media'
import { drawPhoto } from '@kinkeep/testing/draw-photo'
import { newCircle, newMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import type { TestUser } from '@kinkeep/testing/new-user'
import { testServices } from '@kinkeep/testing/services'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { afterAll, expect, test } from 'vitest'
import { handleScrubUsers } from '../account-data/deletion-handlers.ts'
import { requestDeletion } from '../account-data/request-deletion.ts'
import { requireFreshUser } from '../accounts/access.ts'
import { requireFreshCircle } from '../circles/access.ts'
import { deleteCircle } from '../circles/delete-circle.ts'
import { handlePurgeCircles } from '../circles/handlers.ts'
import { secondsPerDay } from '../platform/clock.ts'
import { createImageProcessor } from '../platform/images/images.ts'
import { completeUpload } from './complete-upload.ts'
import { handleProcessMedia, handleSweepMedia } from './handlers.ts'
import { handleMeasureMedia } from './measure-handlers.ts'
import { handleRemoveObjects } from './removal-handlers.ts'
import { requestUpload } from './request-upload.ts'
import { retryMedia } from './retry-media.ts'

const deps = await createTestDeps()
const images = createImageProcessor({
  concurrency: 1,
  timeoutMs: 20_000,
  maxMemoryMb: 512,
  clock: deps.clock,
})
const { store } = await testServices()
const client = new S3Client({
  endpoint: store.endpoint,
  region: store.region,
  credentials: { accessKeyId: store.accessKeyId, secretAccessKey: store.secretAccessKey },
  forcePathStyle: true,
})
afterAll(async () => {
  client.destroy()
  await images.close()
})

test('what a circle has stored is what lies in the store, after photos, a damaged one and its second try', async () => {
  const circle = await newCircle(deps)
  await send(circle, circle.owner, await drawPhoto())
  const damaged = await send(circle, circle.owner, (await drawPhoto()).subarray(0, 900))
  const before = await expectEqual(circle)
  expect(await stateOf(damaged)).toBe('failed')

  const scope = await scopeIn(deps, circle, circle.owner, 'media.retry')
  await retryMedia(deps, scope, { circleId: circle.id, mediaId: damaged })
  await work(circle, damaged)
  expect(await expectEqual(circle)).toBe(before)
})

test('a try that failed after its previews were stored leaves none of them, and the next one counts them once', async () => {
  const circle = await newCircle(deps)
  const id = await put(circle, circle.owner, await drawPhoto())
  let calls = 0
  const transaction: typeof deps.transaction = (work) => {
    calls += 1
    return calls === 1 ? Promise.reject(new Error('the database is away')) : deps.transaction(work)
  }
  await expect(work(circle, id, { transaction })).rejects.toThrow('away')
  expect(await stateOf(id)).toBe('failed')
  const originals = await expectEqual(circle)

  const scope = await scopeIn(deps, circle, circle.owner, 'media.retry')
  await retryMedia(deps, scope, { circleId: circle.id, mediaId: id })
  await work(circle, id)
  expect(await stateOf(id)).toBe('ready')
  expect(await expectEqual(circle)).toBeGreaterThan(originals)
})

test('photos that are swept, people who take theirs along, and a circle that is purged leave nothing counted', async () => {
  const circle = await newCircle(deps)
  const vera = await newMember(deps, circle, 'member')
  await send(circle, circle.owner, await drawPhoto())
  const kept = await expectEqual(circle)
  await send(circle, circle.owner, await drawPhoto(), 'attached')
  await send(circle, vera, await drawPhoto())
  expect(await expectEqual(circle)).toBeGreaterThan(kept * 2)

  const { scope } = await requireFreshUser(deps, vera.caller)
  await requestDeletion(deps, scope, { contributions: 'go' })
  const fresh = await requireFreshCircle(deps, circle.owner.caller, circle.id, 'circle.delete')
  const now = deps.clock.now()
  deps.clock.advance(31 * secondsPerDay)
  await handleSweepMedia(deps)
  await handleScrubUsers(deps)
  await handleRemoveObjects(deps)
  expect(await expectEqual(circle)).toBe(kept)

  deps.clock.set(now)
  await deleteCircle(deps, fresh.scope)
  deps.clock.advance(31 * secondsPerDay)
  await handlePurgeCircles(deps)
  await handleRemoveObjects(deps)
  expect(await bytesUnder(circle)).toBe(0)
  deps.clock.set(now)
})

test('what was made before it was counted is measured once', async () => {
  const circle = await newCircle(deps)
  const id = await send(circle, circle.owner, await drawPhoto())
  const all = await expectEqual(circle)
  await deps.db.updateTable('media').set({ derivedBytes: null }).where('id', '=', id).execute()
  expect(await counted(circle)).toBeLessThan(all)
  await handleMeasureMedia(deps)
  await handleMeasureMedia(deps)
  expect(await expectEqual(circle)).toBe(all)
})

/** The one number, after making sure that it is the same in both places. */
async function expectEqual(circle: TestCircle): Promise<number> {
  const bytes = await bytesUnder(circle)
  expect(await counted(circle)).toBe(bytes)
  expect(bytes).toBeGreaterThan(0)
  return bytes
}

async function counted({ id }: TestCircle): Promise<number> {
  const row = await deps.db
    .selectFrom('circles')
    .select('storedBytes')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return row.storedBytes
}

async function bytesUnder({ id }: TestCircle): Promise<number> {
  let sum = 0
  let token: string | undefined
  do {
    const page = await client.send(
      new ListObjectsV2Command({ Bucket: store.bucket, Prefix: `circles/${id}/`, ContinuationToken: token }),
    )
    for (const { Size = 0 } of page.Contents ?? []) sum += Size
    token = page.NextContinuationToken
  } while (token)
  return sum
}

async function put(circle: TestCircle, user: TestUser, bytes: Buffer, keep: 'own' | 'attached' = 'own') {
  const scope = await scopeIn(deps, circle, user, 'media.upload')
  const file = {
    uploadKey: deps.random.id(),
    name: 'photo.jpg',
    byteSize: bytes.length,
    contentType: 'image/jpeg',
    keep,
  }
  const input = contract.input.parse({ circleId: circle.id, files: [file] })
  const [upload] = (await requestUpload(deps, scope, input)).uploads
  if (upload?.status !== 'send') throw new Error(`not to be sent: ${upload?.status}`)
  const { url, headers, mediaId } = upload
  const { status } = await fetch(url, { method: 'PUT', body: new Uint8Array(bytes), headers })
  expect(status).toBe(200)
  await completeUpload(deps, scope, { circleId: circle.id, mediaId })
  return mediaId
}

async function work({ id: circleId }: TestCircle, mediaId: string, over: Partial<typeof deps> = {}) {
  const run = { signal: new AbortController().signal, jobId: deps.random.id(), isLastTry: true }
  await handleProcessMedia({ ...deps, images, ...over }, { circleId, mediaId }, run)
}

async function send(...sent: Parameters<typeof put>): Promise<string> {
  const id = await put(...sent)
  await work(sent[0], id)
  return id
}

async function stateOf(id: string) {
  const row = await deps.db.selectFrom('media').select('state').where('id', '=', id).executeTakeFirstOrThrow()
  return row.state
}
