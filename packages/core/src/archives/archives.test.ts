import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { newArchive } from '@kinkeep/testing/new-archive'
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
import { deleteKeepForever } from '../keeps/delete-keep-forever.ts'
import { trashKeep } from '../keeps/trash-keep.ts'
import { updateKeep } from '../keeps/update-keep.ts'
import { mediaKey } from '../media/rules.ts'
import { secondsPerDay } from '../platform/clock.ts'
import { setReaction } from '../reactions/set-reaction.ts'
import { canonicalManifest } from './archive-rules.ts'
import { completeImport } from './complete-import.ts'
import { handleBuildArchive, handleSendArchiveMail, handleSweepArchives } from './export-handlers.ts'
import { forgetArchives } from './forget-archives.ts'
import { handleReadImport } from './import-handlers.ts'
import { buildArchive } from './jobs.ts'
import { listExports, readExport, readImport } from './queries.ts'
import { requestExport } from './request-export.ts'
import { requestImport } from './request-import.ts'
import { requestImportParts } from './request-import-parts.ts'
import { importKey } from './rules.ts'
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
  // Four archives and three imports, on a machine that may be busy.
}, 60_000)

test('a photo that moved on and comes in again with what it was in leaves as two, and comes in as two', async () => {
  const home = await newCircle(deps)
  const { owner } = home
  const { id: photoId } = await newMedia(deps, home, owner, { name: 'a.jpg', byteSize: 7 })
  await store(home, photoId, 'bytes a')
  const keep = await newKeep(deps, home, owner, {
    ...{ kind: 'milestone', milestone: 'birthday', mediaIds: [photoId] },
  })
  const before = await takeBytes(deps, home, owner)
  const keepId = { circleId: home.id, keepId: keep.id }
  await updateKeep(deps, await scopeIn(deps, home, owner, 'keep.update'), { ...keepId, mediaIds: [] })
  await newKeep(deps, home, owner, { kind: 'media', mediaIds: [photoId] })
  await trashKeep(deps, await scopeIn(deps, home, owner, 'keep.trash'), keepId)
  await deleteKeepForever(deps, await scopeIn(deps, home, owner, 'keep.deleteForever'), keepId)
  expect(await bringIn(deps, home, owner, before)).toMatchObject({ state: 'ready', problemCount: 0 })

  const after = await takeBytes(deps, home, owner)
  const other = await createTestDeps()
  const away = await newCircle(other)
  expect(await bringIn(other, away, away.owner, after)).toMatchObject({ state: 'ready', problemCount: 0 })
  const media = await other.db.selectFrom('media').select('name').where('circleId', '=', away.id).execute()
  expect(media).toEqual([{ name: 'a.jpg' }, { name: 'a.jpg' }])
})

test('an original that lost all its bytes is named, and keeps nothing else from coming in', async () => {
  const home = await newCircle(deps)
  const { owner } = home
  const { id: photoId } = await newMedia(deps, home, owner, { name: 'empty.jpg' })
  const key = mediaKey(home.id, photoId, 'original')
  await deps.storage.uploadStream(key, Readable.from([Buffer.alloc(0)]), 'image/jpeg')
  await newKeep(deps, home, owner, { kind: 'media', mediaIds: [photoId], body: 'By the sea' })
  const bytes = await takeBytes(deps, home, owner)
  const other = await createTestDeps()
  const away = await newCircle(other)
  expect(await bringIn(other, away, away.owner, bytes)).toMatchObject({ state: 'ready', problemCount: 1 })
  const keeps = await other.db.selectFrom('keeps').select('body').where('circleId', '=', away.id).execute()
  expect(keeps).toEqual([{ body: 'By the sea' }])
})

test('an archive can be read on from where it was cut, and only by whoever asked and still may', async () => {
  const { home, member } = await livedIn()
  const admin = await newMember(deps, home, 'admin')
  const scope = await fresh(deps, home, admin, 'archive.request')
  const bytes = await takeBytes(deps, home, admin)
  const [view] = (await listExports(deps, scope, { circleId: home.id, limit: 5 })).items
  const one = { circleId: home.id, exportId: view?.id ?? '' }
  const { url } = await signDownload(deps, scope, one)
  const cut = Math.floor(bytes.length * 0.6)
  const first = await fetch(url, { headers: { range: `bytes=0-${cut - 1}` } })
  const rest = await fetch(url, { headers: { range: `bytes=${cut}-` } })
  expect([first.status, rest.status]).toEqual([206, 206])
  const whole = Buffer.concat([Buffer.from(await first.arrayBuffer()), Buffer.from(await rest.arrayBuffer())])
  expect(createHash('sha256').update(whole).digest('hex')).toBe(
    createHash('sha256').update(bytes).digest('hex'),
  )

  await expect(fresh(deps, home, member, 'archive.request')).rejects.toMatchObject({ reason: 'ROLE_TOO_LOW' })
  const owner = await fresh(deps, home, home.owner, 'archive.request')
  await expect(signDownload(deps, owner, one)).rejects.toMatchObject({ reason: 'NOT_FOUND' })
  const roles = await scopeIn(deps, home, home.owner, 'member.setRole')
  await setMemberRole(deps, roles, { circleId: home.id, userId: admin.id, role: 'member' })
  await expect(fresh(deps, home, admin, 'archive.request')).rejects.toMatchObject({ reason: 'ROLE_TOO_LOW' })
})

test('one at a time, counted into no quota; the one before goes, and all go when their time is over', async () => {
  const { home } = await livedIn()
  const scope = await fresh(deps, home, home.owner, 'archive.request')
  const storedBytes = () =>
    deps.db.selectFrom('circles').select('storedBytes').where('id', '=', home.id).executeTakeFirstOrThrow()
  const before = await storedBytes()
  const both = await Promise.all([requestExport(deps, scope), requestExport(deps, scope)])
  expect(new Set(both.map(({ id }) => id)).size).toBe(1)
  const queued = await queuedJobs(deps, buildArchive)
  expect(queued.filter(({ archiveId }) => archiveId === both[0]?.id)).toHaveLength(1)
  const admin = await newMember(deps, home, 'admin')
  await expect(requestExport(deps, await fresh(deps, home, admin, 'archive.request'))).rejects.toMatchObject({
    reason: 'ARCHIVE_BUSY',
  })
  await takeBytes(deps, home, home.owner)
  await takeBytes(deps, home, home.owner)
  expect(await storedBytes()).toEqual(before)
  const { items } = await listExports(deps, scope, { circleId: home.id, limit: 5 })
  expect(items).toHaveLength(1)
  const now = deps.clock.now()
  deps.clock.advance(8 * secondsPerDay)
  await handleSweepArchives(deps)
  deps.clock.set(now)
  expect(await deps.db.selectFrom('archives').select('id').where('circleId', '=', home.id).execute()).toEqual(
    [],
  )
})

test('a run that breaks off leaves nothing to be seen, and the next one is whole; what came meanwhile waits', async () => {
  const { home } = await livedIn()
  const scope = await fresh(deps, home, home.owner, 'archive.request')
  const { id } = await requestExport(deps, scope)
  const payload = { circleId: home.id, archiveId: id }
  let opened = 0
  const dying = {
    ...deps,
    storage: {
      ...deps.storage,
      openRead: ((...asked) => {
        opened += 1
        if (opened === 3) throw new Error('the store is away')
        return deps.storage.openRead(...asked)
      }) as typeof deps.storage.openRead,
    },
  }
  await expect(handleBuildArchive(dying, payload, aRun)).rejects.toThrow('away')
  expect(await readExport(deps, scope, { circleId: home.id, exportId: id })).toMatchObject({
    state: 'waiting',
  })
  let grew = false
  const growing = {
    ...deps,
    storage: {
      ...deps.storage,
      openRead: (async (...asked) => {
        if (!grew) await newKeep(deps, home, home.owner, { body: 'Came meanwhile' })
        grew = true
        return deps.storage.openRead(...asked)
      }) as typeof deps.storage.openRead,
    },
  }
  await handleBuildArchive(growing, payload, aRun)
  // Twice is once.
  await handleBuildArchive(deps, payload, aRun)
  const { url } = await signDownload(deps, scope, { circleId: home.id, exportId: id })
  const files = await unzip(Buffer.from(await (await fetch(url)).arrayBuffer()))
  expectWhole(files)
  expect([...files.keys()].filter((name) => name.startsWith('keeps/'))).toHaveLength(4)

  const mailer = createOutbox()
  await handleSendArchiveMail({ ...deps, mailer }, payload, { jobId: id })
  expect(mailer.mails[0]?.to).toBe(home.owner.email)
  expect(mailer.mails[0]?.text).toContain(`https://kinkeep.test/c/${home.id}/settings#archives`)
})

test('an import that the store has as a whole is not sent again, and one whose parts it lost begins anew', async () => {
  const circle = await newCircle(deps)
  const bytes = Buffer.from('PK, and nothing more')
  const { scope, one } = await sendParts(deps, circle, circle.owner, bytes)
  const ask = () => requestImportParts(deps, scope, { ...one, parts: [] })
  expect(await ask()).toMatchObject({ sent: [{ number: 1 }], isWhole: false })
  const upload = async () => {
    const { uploadId } = await deps.db
      .selectFrom('archives')
      .select('uploadId')
      .where('id', '=', one.importId)
      .executeTakeFirstOrThrow()
    return { key: importKey(circle.id, one.importId), uploadId: uploadId ?? '' }
  }

  await deps.storage.parts.abort(await upload())
  await expect(ask()).rejects.toMatchObject({ reason: 'ARCHIVE_GONE' })
  expect(await sendParts(deps, circle, circle.owner, bytes)).toMatchObject({ one })

  // Whoever asked for it dies before the row says so.
  const assembled = await upload()
  await deps.storage.parts.complete(assembled, (await deps.storage.parts.list(assembled)) ?? [])
  expect(await ask()).toEqual({ parts: [], sent: [], isWhole: true })
  expect(await completeImport(deps, scope, one)).toMatchObject({ state: 'waiting' })
  await handleReadImport(deps, { circleId: circle.id, archiveId: one.importId }, lastRun)
  expect(await readImport(deps, scope, one)).toMatchObject({ state: 'failed' })
})

test('its pages and sidecars say what was said, and run nothing of it', async () => {
  const { home, photo } = await livedIn()
  const files = await unzip(await takeBytes(deps, home, home.owner))
  const text = (name: string) => String(files.get(name))
  const pages = [...files.keys()].filter((name) => name.endsWith('.html'))
  expect(pages).toContain('pages/1968-06.html')
  for (const page of pages) {
    expect(text(page)).not.toContain('<img src=x')
    expect(text(page)).not.toMatch(/<script|javascript:|on(error|load)="/)
    expect(text(page)).toContain("default-src 'none'")
  }
  const july = text('pages/2024-07.html')
  expect(july).toContain('A caption &lt;img src=x onerror=alert(1)&gt;')
  expect(july).toContain('Grandma')
  const [href] = /href="\.\.\/(media\/[^"]+a_b\.jpg)"/.exec(july)?.slice(1) ?? []
  expect(files.has(decodeURIComponent(href ?? ''))).toBe(true)
  const xmp = text([...files.keys()].find((name) => name.endsWith(`${photo.id}_a_b.jpg.xmp`)) ?? '')
  expect(xmp).toContain('<exif:DateTimeOriginal>2024-07-14T23:30:00+03:00</exif:DateTimeOriginal>')
  expect(xmp).toContain('<exif:GPSLatitude>55,45.000000N</exif:GPSLatitude>')
  expect(xmp).toContain('<rdf:li>лето</rdf:li>')
  expect(xmp).toContain('<rdf:li>Mia &lt;img src=x onerror=alert(1)&gt;</rdf:li>')
})

test('what a worker reads in a file does not move what came along with its own date', async () => {
  const home = await newCircle(deps)
  const media = await newMedia(deps, home, home.owner, {
    state: 'processing',
    happenedAt: '1999-01-02T03:04:05',
    dateSource: 'person',
  })
  await deps.db.updateTable('media').set({ keepsDate: true }).where('id', '=', media.id).execute()
  const read = { happenedAt: '2020-01-01T00:00:00', dateSource: 'exif' as const }
  const dateOf = () =>
    deps.db.selectFrom('media').select('happenedAt').where('id', '=', media.id).executeTakeFirstOrThrow()
  await deps.db
    .updateTable('media')
    .set({ state: 'ready', ...read })
    .where('id', '=', media.id)
    .execute()
  expect(await dateOf()).toEqual({ happenedAt: '1999-01-02T03:04:05' })
  // A person still may.
  await deps.db
    .updateTable('media')
    .set({ ...read, dateSource: 'person' })
    .where('id', '=', media.id)
    .execute()
  expect(await dateOf()).toEqual({ happenedAt: '2020-01-01T00:00:00' })
})

test('what was made for somebody who is forgotten goes, and nobody else’s', async () => {
  const home = await newCircle(deps)
  const admin = await newMember(deps, home, 'admin')
  const kept = await newArchive(deps, home, home.owner)
  const gone = [
    await newArchive(deps, home, admin),
    await newArchive(deps, home, admin, { kind: 'book' }),
    await newArchive(deps, home, admin, { kind: 'import', state: 'failed' }),
  ]
  await deps.transaction((tx) => forgetArchives(tx, admin.id))
  const left = await deps.db.selectFrom('archives').select('id').where('circleId', '=', home.id).execute()
  expect(left).toEqual([kept])
  const removals = await deps.db.selectFrom('objectRemovals').select('prefix').execute()
  const prefixes = removals.map(({ prefix }) => prefix).filter((prefix) => prefix.includes(home.id))
  expect(prefixes).toHaveLength(3)
  for (const { id } of gone) expect(prefixes.some((prefix) => prefix.endsWith(`/${id}/`))).toBe(true)
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
  const { scope, one } = await sendParts(to, circle, user, bytes)
  expect(await completeImport(to, scope, one)).toMatchObject({ state: 'waiting' })
  await handleReadImport(to, { circleId: circle.id, archiveId: one.importId }, lastRun)
  return readImport(to, scope, one)
}

/** All of an import, and nobody has said so yet. */
async function sendParts(to: TestDeps, circle: TestCircle, user: TestUser, bytes: Buffer) {
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
  return { scope, one }
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
