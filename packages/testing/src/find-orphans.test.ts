import { Readable } from 'node:stream'
import { exportPrefix } from '@kinkeep/core/account-data/export-rules'
import { avatarKey } from '@kinkeep/core/avatars/rules'
import { removeObjects } from '@kinkeep/core/media/remove-objects'
import { mediaKey } from '@kinkeep/core/media/rules'
import { addSeconds } from '@kinkeep/core/platform/clock'
import { enqueue } from '@kinkeep/core/platform/jobs'
import { dropConsentPaper } from '@kinkeep/core/upgrades/jobs'
import { paperKey } from '@kinkeep/core/upgrades/rules'
import { expect, test } from 'vitest'
import { findOrphans } from './find-orphans.ts'
import { newCircle } from './new-circle.ts'
import { newMedia } from './new-media.ts'
import { testServices } from './services.ts'
import { createTestDeps } from './test-deps.ts'

const deps = await createTestDeps()
const { store } = await testServices()

// The store is the whole run's: what others have in it is nobody's here, and only what is ours is looked at.

test('an object without a row is named until its removal is asked for', async () => {
  const circle = await newCircle(deps)
  const [photo, nowhere] = [mediaKey(circle.id, deps.random.id(), 'preview'), `${circle.id}/elsewhere`]
  await put(photo, nowhere)
  expect((await find()).orphans).toEqual(expect.arrayContaining([photo, nowhere]))
  await deps.transaction((tx) => removeObjects(tx, [`circles/${circle.id}/`]))
  const { orphans } = await find()
  expect(orphans).not.toContain(photo)
  expect(orphans).toContain(nowhere)
})

test('a photo is what its row says: the original of its size, and previews once it is ready', async () => {
  const circle = await newCircle(deps)
  const keysOf = ({ id }: { id: string }) =>
    (['original', 'preview', 'thumbnail'] as const).map((variant) => mediaKey(circle.id, id, variant))
  const ready = keysOf(await newMedia(deps, circle, circle.owner, { byteSize: 2 }))
  const requested = keysOf(await newMedia(deps, circle, circle.owner, { state: 'requested' }))
  const failed = keysOf(await newMedia(deps, circle, circle.owner, { state: 'failed', byteSize: 2 }))
  const lost = keysOf(await newMedia(deps, circle, circle.owner, { state: 'failed', failure: 'MISSING' }))
  const short = keysOf(await newMedia(deps, circle, circle.owner, { state: 'processing', byteSize: 3 }))
  const bytes = [...ready, ...requested, ...failed, ...short]
  await put(...bytes)

  const { orphans, missing } = await find()
  // Before its bytes are there nothing is made of an upload, and of a failure nothing is left.
  expect(orphans.filter((key) => bytes.includes(key))).toEqual([...requested.slice(1), ...failed.slice(1)])
  expect(missing).toEqual([short[0]])
  await deps.storage.remove(ready.slice(0, 2))
  expect(new Set((await find()).missing)).toEqual(new Set([ready[0], ready[1], short[0]]))
  expect(missing).not.toContain(lost[0])
  await deps.db.deleteFrom('media').where('circleId', '=', circle.id).execute()
})

test('pictures of people, exports and signed forms', async () => {
  const circle = await newCircle(deps)
  const { owner } = circle
  const [avatarId, exportId, paperId] = [deps.random.id(), deps.random.id(), deps.random.id()]
  const now = deps.clock.now()
  await deps.db
    .insertInto('avatars')
    .values({ id: avatarId, userId: owner.id, state: 'ready', byteSize: 9, createdAt: now })
    .execute()
  const zip = `${exportPrefix(owner.id, exportId)}${deps.random.id()}.zip`
  await deps.db
    .insertInto('userExports')
    .values({
      id: exportId,
      userId: owner.id,
      state: 'ready',
      storageKey: zip,
      bytes: 2,
      createdAt: now,
      expiresAt: addSeconds(now, 60),
    })
    .execute()
  const [original, large, small] = (['original', '256', '64'] as const).map((variant) =>
    avatarKey(owner.id, avatarId, variant),
  )
  const paper = paperKey(circle.id, paperId)
  await put(original ?? '', large ?? '', paper)
  const first = await find()
  // The original has its EXIF in it and has to be gone; the form is in nobody's hands.
  expect(first.orphans).toEqual(expect.arrayContaining([original, paper]))
  expect(first.orphans).not.toContain(large)
  expect(new Set(first.missing)).toEqual(new Set([small, zip]))

  await deps.transaction((tx) => enqueue(tx, dropConsentPaper, { circleId: circle.id, paperId }))
  await put(zip, small ?? '')
  const second = await find()
  expect(second.missing).toEqual([])
  expect(second.orphans).not.toContain(paper)
  expect(second.orphans).not.toContain(zip)
})

function find() {
  return findOrphans(deps.ownerUrl, store)
}

async function put(...keys: string[]): Promise<void> {
  await Promise.all(
    keys.map((key) => deps.storage.uploadStream(key, Readable.from([Buffer.from('hi')]), 'text/plain')),
  )
}
