import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { listKeeps as listContract } from '@kinkeep/contracts/keeps'
import { requestUpload as contract, type RequestedUpload } from '@kinkeep/contracts/media'
import { drawPhoto } from '@kinkeep/testing/draw-photo'
import { newCircle, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { testServices } from '@kinkeep/testing/services'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { sql } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import { listKeeps } from '../keeps/queries.ts'
import { completeUpload } from '../media/complete-upload.ts'
import { handleProcessMedia } from '../media/handlers.ts'
import { handleRemoveObjects } from '../media/removal-handlers.ts'
import { requestUpload } from '../media/request-upload.ts'
import { allKeys, mediaKey } from '../media/rules.ts'
import { secondsPerDay } from '../platform/clock.ts'
import { createImageProcessor } from '../platform/images/images.ts'
import { requireFreshCircle } from './access.ts'
import { deleteCircle } from './delete-circle.ts'
import { handlePurgeCircles } from './handlers.ts'
import { restoreCircle } from './restore-circle.ts'

const deps = await createTestDeps()
const another = await deps.openAnother()
const images = createImageProcessor({
  concurrency: 1,
  timeoutMs: 20_000,
  maxMemoryMb: 512,
  clock: deps.clock,
})
const { store } = await testServices()
const { endpoint, region, bucket, ...credentials } = store
const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true })
const photo = await drawPhoto()
const rounds = 2
const start = deps.clock.now()
afterAll(async () => {
  client.destroy()
  await images.close()
})

/** What becomes of one photo, in this order; each with what proves it asked for before the circle was deleted. */
const steps = ['request', 'put', 'complete', 'process'] as const
type Step = (typeof steps)[number]
/** How many of them are done: none to all. */
const places = [0, 1, 2, 3, 4]

describe('a circle that is deleted while a photo is on its way', () => {
  test.each(places)('and taken back has all of it: deleted after %i steps', async (deletedAfter) => {
    const upload = await newUpload()
    for (const step of steps.slice(0, deletedAfter)) await upload[step]()
    await upload.deleteCircle()
    // What was on its way already still arrives.
    const arrived = steps.slice(deletedAfter, deletedAfter + 1)
    for (const step of arrived) await upload[step]()
    await handlePurgeCircles(deps)
    await handleRemoveObjects(deps)
    await restoreCircle(deps, upload.circle.owner.scope, { circleId: upload.circle.id })
    for (const step of steps.slice(deletedAfter + arrived.length)) await upload[step]()
    await expectWhole(upload.circle)
  })

  const orders = places.flatMap((deleted) =>
    places.filter((purged) => purged >= deleted).map((purged) => [deleted, purged] as const),
  )
  test.each(orders)('leaves nothing: deleted after %i steps, purged after %i', async (deleted, purged) => {
    const upload = await newUpload()
    for (const step of steps.slice(0, deleted)) await upload[step]()
    await upload.deleteCircle()
    for (const step of steps.slice(deleted, purged)) await upload[step]()
    await purge()
    // Whatever comes late is refused, or is in the store for a while.
    for (const step of steps.slice(purged)) await upload[step]().catch(() => undefined)
    await expectNothing(upload.circle)
  })

  test.each(['put', 'complete', 'process'] as const)('leaves nothing: purged during %s', async (during) => {
    for (let round = 0; round < rounds; round += 1) {
      const upload = await newUpload()
      for (const step of steps.slice(0, steps.indexOf(during))) await upload[step]()
      await upload.deleteCircle()
      deps.clock.advance(7 * secondsPerDay + 1)
      const purging = async () => {
        await handlePurgeCircles(another)
        await handleRemoveObjects(another)
      }
      const calls = [() => upload[during](), purging]
      await Promise.allSettled((round % 2 === 0 ? calls : calls.toReversed()).map((call) => call()))
      for (const step of steps.slice(steps.indexOf(during) + 1)) await upload[step]().catch(() => undefined)
      // What was locked then is purged by the next run.
      await handlePurgeCircles(deps)
      await expectNothing(upload.circle)
    }
  })

  test.each(['request', 'put', 'complete', 'process'] as const)(
    'and taken back has all of it: deleted and restored during %s',
    async (during) => {
      for (let round = 0; round < rounds; round += 1) {
        const upload = await newUpload()
        for (const step of steps.slice(0, steps.indexOf(during))) await upload[step]()
        const calls = [() => upload[during](), () => upload.deleteCircle()]
        await Promise.all((round % 2 === 0 ? calls : calls.toReversed()).map((call) => call()))
        await restoreCircle(deps, upload.circle.owner.scope, { circleId: upload.circle.id })
        for (const step of steps.slice(steps.indexOf(during) + 1)) await upload[step]()
        await expectWhole(upload.circle)
      }
    },
  )

  test('through the front door nothing of it goes on, until it is taken back', async () => {
    const upload = await newUpload()
    await upload.request()
    await upload.deleteCircle()
    const { circle } = upload
    await expect(scopeIn(deps, circle, circle.owner, 'media.upload')).rejects.toMatchObject({
      reason: 'NOT_FOUND',
    })
    await restoreCircle(deps, circle.owner.scope, { circleId: circle.id })
    for (const step of steps.slice(1)) await upload[step]()
    await expectWhole(circle)
  })
})

type Upload = Record<Step, () => Promise<void>> & { circle: TestCircle; deleteCircle(): Promise<void> }

async function newUpload(): Promise<Upload> {
  // Addresses are signed by the test's clock and judged by the store's.
  deps.clock.set(start)
  const circle = await newCircle(deps)
  const scope = await scopeIn(deps, circle, circle.owner, 'media.upload')
  const deletion = await requireFreshCircle(another, circle.owner.caller, circle.id, 'circle.delete')
  let asked: Extract<RequestedUpload, { status: 'send' }> | undefined
  const sent = () => {
    if (!asked) throw new Error('nothing was asked for')
    return asked
  }
  return {
    circle,
    async request() {
      const file = { name: 'a.jpg', byteSize: photo.length, contentType: 'image/jpeg', keep: 'own' }
      const files = [{ uploadKey: deps.random.id(), ...file }]
      const { uploads } = await requestUpload(
        deps,
        scope,
        contract.input.parse({ circleId: circle.id, files }),
      )
      if (uploads[0]?.status === 'send') asked = uploads[0]
    },
    async put() {
      const { url, headers } = sent()
      const { status } = await fetch(url, { method: 'PUT', body: new Uint8Array(photo), headers })
      expect(status).toBe(200)
    },
    async complete() {
      await completeUpload(deps, scope, { circleId: circle.id, mediaId: sent().mediaId })
    },
    async process() {
      const run = { signal: new AbortController().signal, jobId: deps.random.id(), isLastTry: false }
      await handleProcessMedia({ ...deps, images }, { circleId: circle.id, mediaId: sent().mediaId }, run)
    },
    async deleteCircle() {
      await deleteCircle(another, deletion.scope)
    },
  }
}

async function purge(): Promise<void> {
  deps.clock.advance(7 * secondsPerDay + 1)
  await handlePurgeCircles(deps)
  await handleRemoveObjects(deps)
}

/** No row in any table and, once no address that was signed for it is good any more, no object. */
async function expectNothing({ id }: TestCircle): Promise<void> {
  const tables = await sql<{ name: string }>`
    select table_name as name from information_schema.columns
    where table_schema = 'public' and column_name = 'circle_id'
  `.execute(deps.db)
  const left: string[] = []
  for (const { name } of tables.rows) {
    const { rows } = await sql`select from ${sql.table(name)} where circle_id = ${id} limit 1`.execute(
      deps.db,
    )
    if (rows.length > 0) left.push(name)
  }
  // That it was made, deleted and purged is remembered.
  expect(left).toEqual(['audit_entries'])
  expect(await deps.db.selectFrom('circles').select('id').where('id', '=', id).execute()).toEqual([])
  deps.clock.advance(3 * 60 * 60)
  await handleRemoveObjects(deps)
  expect(await objectsOf(id)).toEqual([])
  const waiting = deps.db.selectFrom('objectRemovals').select('prefix')
  expect(await waiting.where('prefix', 'like', `circles/${id}%`).execute()).toEqual([])
}

/** The photo in its keep on the timeline, with all that was made of it. */
async function expectWhole(circle: TestCircle): Promise<void> {
  const scope = await scopeIn(deps, circle, circle.owner, 'keep.read')
  const { items } = await listKeeps(deps, scope, listContract.input.parse({ circleId: circle.id }))
  expect(items).toMatchObject([{ media: [{ state: 'ready' }] }])
  const mediaId = items[0]?.media[0]?.id ?? ''
  expect(await objectsOf(circle.id)).toEqual(photoKeys(circle.id, mediaId))
}

async function objectsOf(circleId: string): Promise<string[]> {
  const page = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: `circles/${circleId}/` }))
  return (page.Contents ?? []).flatMap(({ Key }) => Key ?? []).toSorted()
}

/** What a photo has in the store: nothing that plays. */
function photoKeys(circleId: string, mediaId: string): string[] {
  return allKeys(circleId, mediaId)
    .filter((key) => key !== mediaKey(circleId, mediaId, 'video'))
    .toSorted()
}
