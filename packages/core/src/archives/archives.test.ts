import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { newChild } from '@kinkeep/testing/new-child'
import { newCircle, newMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newComment } from '@kinkeep/testing/new-comment'
import { newGuest } from '@kinkeep/testing/new-guest'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newMedia } from '@kinkeep/testing/new-media'
import { newPet } from '@kinkeep/testing/new-pet'
import type { TestUser } from '@kinkeep/testing/new-user'
import { createOutbox } from '@kinkeep/testing/outbox'
import { createTestDeps, type TestDeps } from '@kinkeep/testing/test-deps'
import { queuedJobs } from '@kinkeep/testing/traces'
import { expect, test } from 'vitest'
import { fromBufferPromise } from 'yauzl'
import { addMeasurement } from '../children/add-measurement.ts'
import { requireFreshCircle } from '../circles/access.ts'
import { setMemberRole } from '../circles/set-member-role.ts'
import { mediaKey } from '../media/rules.ts'
import { secondsPerDay } from '../platform/clock.ts'
import { setReaction } from '../reactions/set-reaction.ts'
import { canonicalManifest } from './archive-rules.ts'
import { cancelImport } from './cancel-import.ts'
import { completeImport } from './complete-import.ts'
import { handleBuildArchive, handleSendArchiveMail, handleSweepArchives } from './export-handlers.ts'
import { handleReadImport } from './import-handlers.ts'
import { buildArchive } from './jobs.ts'
import { listExports, readExport, readImport } from './queries.ts'
import { requestExport } from './request-export.ts'
import { requestImport } from './request-import.ts'
import { requestImportParts } from './request-import-parts.ts'
import { signDownload } from './sign-download.ts'

const deps = await createTestDeps()
const aRun = { signal: new AbortController().signal, jobId: 'job', isLastTry: false }
const lastRun = { ...aRun, isLastTry: true }
const evil = '<img src=x onerror=alert(1)>'

test('what leaves and comes in again elsewhere is the same, to the byte, and leaves again as it came', async () => {
  const { home, photo } = await livedIn()
  const first = await unzip(await take(deps, home, home.owner))
  const names = [...first.keys()]
  expect(names.slice(0, 2)).toEqual(['README.txt', 'profiles.json'])
  expect(names.at(-1)).toBe('manifest.sha256')
  expectWhole(first)
  expect(String(first.get([...names].find((name) => name.endsWith(`${photo.id}_a_b.jpg`)) ?? ''))).toBe(
    'bytes a',
  )
  const head = JSON.parse(String(first.get('archive.json')))
  expect(head.counts).toEqual({
    keeps: 4,
    media: 4,
    comments: 3,
    reactions: 2,
    albums: 1,
    children: 1,
    pets: 1,
  })
  expect(head.missing).toEqual([expect.stringContaining('lost.jpg')])

  const other = await createTestDeps()
  const away = await newCircle(other, { name: 'Away' })
  const sent = await takeBytes(deps, home, home.owner)
  await bringIn(other, away, away.owner, sent)
  const again = await unzip(await take(other, away, away.owner))
  expect(canonicalManifest(manifestOf(again))).toEqual(canonicalManifest(manifestOf(first)))
  expect(canonicalManifest(manifestOf(first))).toHaveLength(4 + 3 + 4 * 2 + 1 + 1)
  expect(JSON.parse(String(again.get('archive.json'))).counts).toEqual(head.counts)

  // A second time nothing is doubled, and neither at home, where it was born.
  const twice = await bringIn(other, away, away.owner, sent)
  expect(twice).toMatchObject({ state: 'ready', knownItems: 4, totalItems: 4 })
  expect(canonicalManifest(manifestOf(await unzip(await take(other, away, away.owner))))).toEqual(
    canonicalManifest(manifestOf(first)),
  )
  expect(await bringIn(deps, home, home.owner, sent)).toMatchObject({ knownItems: 4 })
  const circle = await other.db
    .selectFrom('circles')
    .select(['keepCount', 'adminKeepCount'])
    .where('id', '=', away.id)
    .executeTakeFirstOrThrow()
  expect(circle).toEqual({ keepCount: 4, adminKeepCount: 1 })
})

async function livedIn() {
  const home = await newCircle(deps, { name: `Home ${evil}` })
  const member = await newMember(deps, home, 'member')
  const child = await newChild(deps, home, home.owner, { name: `Mia ${evil}`, birthdate: '2023-02-03' })
  await addMeasurement(deps, await scopeIn(deps, home, home.owner, 'measurement.add'), {
    circleId: home.id,
    childId: child.id,
    measuredOn: '2024-02-03',
    weightG: 9400,
  })
  const pet = await newPet(deps, home, home.owner, { name: 'Rex' })
  const photo = await newMedia(deps, home, member, {
    name: 'a/b.jpg',
    happenedAt: '2024-07-14T23:30:00',
    happenedOffset: 180,
  })
  await store(home, photo.id, 'bytes a')
  const half = await newMedia(deps, home, member, { name: 'half.mov', kind: 'video' })
  await store(home, half.id, 'bytes of what moves')
  const lost = await newMedia(deps, home, member, { name: 'lost.jpg' })
  const video = await newMedia(deps, home, member, { name: `${evil}.mp4`, kind: 'video' })
  await store(home, video.id, 'bytes of a video')
  await deps.db
    .updateTable('media')
    .set({ mime: 'video/quicktime', liveOfId: photo.id })
    .where('id', '=', half.id)
    .execute()
  await deps.db
    .updateTable('media')
    .set({ liveId: half.id, latitude: 55.75, longitude: 37.61 })
    .where('id', '=', photo.id)
    .execute()
  const first = await newKeep(deps, home, member, {
    kind: 'media',
    mediaIds: [photo.id, video.id],
    body: `A caption ${evil}\n"quoted" & more`,
    tags: ['лето', 'sea'],
    childIds: [child.id],
    petIds: [pet.id],
  })
  const about = { circleId: home.id, keepId: first.id }
  const said = await newComment(deps, await scopeIn(deps, home, member, 'comment.add'), {
    ...about,
    body: `Said ${evil}`,
  })
  await newComment(deps, await scopeIn(deps, home, home.owner, 'comment.add'), {
    ...about,
    body: 'Answered',
    parentId: said.id,
  })
  const guest = await newGuest(deps, home, { name: 'Grandma' })
  await deps.db
    .insertInto('comments')
    .values({
      circleId: home.id,
      keepId: first.id,
      guestLinkId: guest.linkId,
      body: 'How lovely',
      createdAt: deps.clock.now(),
    })
    .execute()
  await setReaction(deps, await scopeIn(deps, home, member, 'reaction.set'), { ...about, kind: 'love' })
  await setReaction(deps, await scopeIn(deps, home, home.owner, 'reaction.set'), { ...about, kind: 'wow' })
  await deps.db
    .insertInto('favourites')
    .values({ circleId: home.id, userId: home.owner.id, keepId: first.id, createdAt: deps.clock.now() })
    .execute()
  await newKeep(deps, home, home.owner, { body: 'For admins', visibility: 'admins' })
  await newKeep(deps, home, home.owner, {
    body: 'Long ago',
    happenedAt: '1968-06-01T00:00:00',
    datePrecision: 'season',
  })
  await newKeep(deps, home, member, { kind: 'media', mediaIds: [lost.id] })
  const album = await deps.db
    .insertInto('albums')
    .values({
      circleId: home.id,
      title: 'Summer',
      createdBy: home.owner.id,
      coverMediaId: photo.id,
      createdAt: deps.clock.now(),
      updatedAt: deps.clock.now(),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await deps.db
    .insertInto('albumKeeps')
    .values({
      circleId: home.id,
      albumId: album.id,
      keepId: first.id,
      addedBy: home.owner.id,
      addedAt: deps.clock.now(),
    })
    .execute()
  return { home, member, photo, first }
}

/** Bytes under the key of an original, as long as its row says. */
async function store(circle: { id: string }, mediaId: string, text: string): Promise<void> {
  await deps.storage.uploadStream(
    mediaKey(circle.id, mediaId, 'original'),
    Readable.from([Buffer.from(text)]),
    'image/jpeg',
  )
  await deps.db
    .updateTable('media')
    .set({ byteSize: Buffer.byteLength(text) })
    .where('id', '=', mediaId)
    .execute()
}

async function fresh<Permission extends 'archive.request' | 'archive.import'>(
  from: TestDeps,
  circle: TestCircle,
  user: TestUser,
  permission: Permission,
) {
  return (await requireFreshCircle(from, user.caller, circle.id, permission)).scope
}

async function take(from: TestDeps, circle: TestCircle, user: TestUser): Promise<Buffer> {
  return takeBytes(from, circle, user)
}

async function takeBytes(from: TestDeps, circle: TestCircle, user: TestUser): Promise<Buffer> {
  const scope = await fresh(from, circle, user, 'archive.request')
  await from.db.deleteFrom('rateLimits').execute()
  const { id } = await requestExport(from, scope)
  await handleBuildArchive(from, { circleId: circle.id, archiveId: id }, lastRun)
  expect(await readExport(from, scope, { circleId: circle.id, exportId: id })).toMatchObject({
    state: 'ready',
  })
  const { url } = await signDownload(from, scope, { circleId: circle.id, exportId: id })
  const answer = await fetch(url)
  return Buffer.from(await answer.arrayBuffer())
}

async function bringIn(to: TestDeps, circle: TestCircle, user: TestUser, bytes: Buffer) {
  const scope = await fresh(to, circle, user, 'archive.import')
  await to.db.deleteFrom('rateLimits').execute()
  const { import: begun, partBytes } = await requestImport(to, scope, {
    circleId: circle.id,
    byteSize: bytes.length,
  })
  const one = { circleId: circle.id, importId: begun.id }
  for (let number = 1; (number - 1) * partBytes < bytes.length; number += 1) {
    const part = bytes.subarray((number - 1) * partBytes, number * partBytes)
    const sha256 = createHash('sha256').update(part).digest('hex')
    const { parts } = await requestImportParts(to, scope, { ...one, parts: [{ number, sha256 }] })
    const [address] = parts
    if (!address) throw new Error('no address for a part')
    const put = await fetch(address.url, {
      method: 'PUT',
      headers: address.headers,
      body: new Uint8Array(part),
    })
    expect(put.status).toBe(200)
  }
  expect(await completeImport(to, scope, one)).toMatchObject({ state: 'waiting' })
  await handleReadImport(to, { circleId: circle.id, archiveId: begun.id }, lastRun)
  return readImport(to, scope, one)
}

async function unzip(bytes: Buffer): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>()
  const zip = await fromBufferPromise(bytes, { lazyEntries: true })
  for await (const entry of zip.eachEntry()) {
    files.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)))
  }
  return files
}

const manifestOf = (files: ReadonlyMap<string, Buffer>) => String(files.get('manifest.sha256'))

function expectWhole(files: ReadonlyMap<string, Buffer>): void {
  const lines = manifestOf(files).trim().split('\n')
  expect(lines).toHaveLength(files.size - 1)
  for (const line of lines) {
    const bytes = files.get(line.slice(66)) ?? ''
    expect(createHash('sha256').update(bytes).digest('hex'), line).toBe(line.slice(0, 64))
  }
}
void [
  listExports,
  cancelImport,
  setMemberRole,
  secondsPerDay,
  buildArchive,
  queuedJobs,
  createOutbox,
  handleSweepArchives,
  handleSendArchiveMail,
]
