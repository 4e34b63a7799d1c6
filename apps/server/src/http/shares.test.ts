import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { trashKeep } from '@kinkeep/core/keeps/trash-keep'
import { handleCleanMedia, handleSweepCleanCopies } from '@kinkeep/core/media/clean-handlers'
import { cleanMedia } from '@kinkeep/core/media/clean-jobs'
import { eraseMedia } from '@kinkeep/core/media/erase-media'
import { handleProcessMedia } from '@kinkeep/core/media/handlers'
import { handleRemoveObjects } from '@kinkeep/core/media/removal-handlers'
import { mediaKey } from '@kinkeep/core/media/rules'
import { addSeconds, secondsPerDay } from '@kinkeep/core/platform/clock'
import { createImageProcessor } from '@kinkeep/core/platform/images/images'
import { revokeShareLink } from '@kinkeep/core/share-links/revoke-share-link'
import { describePicture, drawTellingJpeg, secretsIn } from '@kinkeep/testing/draw-telling-photo'
import { findOrphans } from '@kinkeep/testing/find-orphans'
import { newCircle, newRemovedMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newGuest } from '@kinkeep/testing/new-guest'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newMedia } from '@kinkeep/testing/new-media'
import { newShare } from '@kinkeep/testing/new-share'
import { newUser } from '@kinkeep/testing/new-user'
import { testServices } from '@kinkeep/testing/services'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { queuedJobs } from '@kinkeep/testing/traces'
import { afterAll, expect, test } from 'vitest'
import { buildApp } from '../app.ts'

// Somebody outside, from the link to the picture and the file, through the server and the store.

const deps = await createTestDeps()
const calls = { count: 1000, seconds: 60 }
const folder = await mkdtemp(path.join(tmpdir(), 'shared-'))
const page = '<!doctype html><html><head><title>Kinkeep</title></head><body></body></html>'
await writeFile(path.join(folder, 'index.html'), page)
const options = { storeOrigin: 'https://store.test', limits: { auth: calls, calls }, webRoot: folder }
const app = await buildApp(deps, options)
const images = createImageProcessor({ concurrency: 1, timeoutMs: 20_000, maxMemoryMb: 600 })
afterAll(async () => {
  await images.close()
  await app.close()
  await rm(folder, { recursive: true })
})

test('an outsider comes in with a cookie that no script reads, and finds pictures without a token in sight', async () => {
  const { token, cookie, linkId, mediaId } = await sharePhoto()
  const answer = await mutate('keeps.shared.open', { token })
  const header = [answer.headers['set-cookie']].flat().find((each) => each?.startsWith('kinkeep_share'))
  expect(header).toMatch(/^kinkeep_share=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  expect(answer.headers['x-robots-tag']).toBe('noindex, nofollow')
  expect(answer.headers['referrer-policy']).toBe('no-referrer')
  expect((await mutate('keeps.shared.open', { token }, '', 'https://elsewhere.test')).statusCode).toBe(403)

  const told = await read('keeps.shared.keeps', { linkId }, cookie)
  expect(told.statusCode).toBe(200)
  expect(told.body).toContain(mediaId)
  expect(told.body).not.toContain(token)
  const picture = await get(`/shared/${linkId}/${mediaId}/preview`, cookie)
  expect(picture.statusCode).toBe(302)
  expect(picture.headers).toMatchObject({ vary: expect.stringContaining('cookie') })
  expect(picture.headers['cache-control']).toMatch(/^private, max-age=\d+$/)
})

test('nothing that was written into a photo is in anything that somebody outside gets', async () => {
  const { circle, linkId, cookie, mediaId, token, original } = await sharePhoto({
    ...{ mayDownload: true, hasPreview: true, showsNames: false },
  })
  expect(secretsIn(original).length).toBeGreaterThan(10)
  const prepared = () => mutate('keeps.shared.prepareDownload', { linkId, mediaId }, cookie)
  expect((await prepared()).json()).toMatchObject({ result: { data: { state: 'waiting' } } })
  expect((await get(`/shared/${linkId}/${mediaId}/download`, cookie)).statusCode).toBe(404)
  await runCleaning(circle)
  expect((await prepared()).json()).toMatchObject({ result: { data: { state: 'ready' } } })

  const head = (await get(`/s/${token}`)).body
  const og = /property="og:image" content="([^"]+)"/.exec(head)?.[1] ?? ''
  const urls = ['thumbnail', 'preview', 'download'].map(
    (variant) => `/shared/${linkId}/${mediaId}/${variant}`,
  )
  const pictures = await Promise.all(
    [...urls, og.replace(deps.publicUrl, '')].map((url) => fetchBytes(url, cookie)),
  )
  for (const bytes of pictures) {
    expect(secretsIn(bytes)).toEqual([])
    const { hasXmp, hasIptc, exifBytes } = await describePicture(bytes)
    expect([hasXmp, hasIptc]).toEqual([false, false])
    expect(exifBytes).toBeLessThan(40)
  }
  for (const url of [`/trpc/keeps.shared.get?input=`, `/trpc/keeps.shared.keeps?input=`]) {
    const { body, rawPayload } = await get(`${url}${encodeURIComponent(JSON.stringify({ linkId }))}`, cookie)
    expect(secretsIn(rawPayload)).toEqual([])
    for (const hidden of [circle.id, circle.owner.email, circle.owner.name, 'IMG_secret']) {
      expect(body).not.toContain(hidden)
    }
  }
  // The file is as large and as good as the original, and called by its day.
  const file = await get(`/shared/${linkId}/${mediaId}/download`, cookie)
  const { searchParams } = new URL(String(file.headers.location))
  expect(searchParams.get('response-content-disposition')).toContain('filename="2025-07-14-1.jpg"')
  const [, , download] = pictures
  const [given, taken] = await Promise.all([
    describePicture(download ?? Buffer.of()),
    describePicture(original),
  ])
  expect(given.pixels.equals(taken.pixels)).toBe(true)
})

test('by no id, address or cookie of another is there anything to fetch', async () => {
  const { circle, linkId, mediaId, cookie } = await sharePhoto({ mayDownload: true })
  const other = await sharePhoto({}, circle)
  const elsewhere = await sharePhoto()
  const revoked = await sharePhoto({}, circle)
  const hidden = await newPhoto(circle, { visibility: 'admins' })
  const unshared = await newPhoto(circle)
  const loose = (await newMedia(deps, circle, circle.owner)).id
  await revokeShareLink(deps, await scopeIn(deps, circle, circle.owner, 'shareLink.revoke'), {
    ...{ circleId: circle.id, linkId: revoked.linkId },
  })
  const guest = await newGuest(deps, circle)
  const stranger = await newUser(deps)
  const removed = await newRemovedMember(deps, circle)
  const outsiders: Record<string, string> = {
    nobody: '',
    'another link': other.cookie,
    'a link of another circle': elsewhere.cookie,
    'a revoked link': revoked.cookie,
    'a made up cookie': `kinkeep_share=${deps.random.token()}`,
    'a guest': `kinkeep_guest=${guest.caller.guestToken}`,
    'a stranger': `kinkeep_session=${stranger.caller.sessionToken}`,
    'a removed member': `kinkeep_session=${removed.caller.sessionToken}`,
    'the owner, who has other ways': `kinkeep_session=${circle.owner.caller.sessionToken}`,
  }
  const variants = ['thumbnail', 'preview', 'video', 'download', 'original']
  for (const [name, theirs] of Object.entries(outsiders)) {
    for (const variant of variants) {
      const { statusCode } = await get(`/shared/${linkId}/${mediaId}/${variant}`, theirs)
      expect(statusCode, `${name}: ${variant}`).toBe(404)
    }
    for (const procedure of ['keeps.shared.get', 'keeps.shared.keeps']) {
      expect((await read(procedure, { linkId }, theirs)).statusCode, `${name}: ${procedure}`).toBe(404)
    }
    const prepared = await mutate('keeps.shared.prepareDownload', { linkId, mediaId }, theirs)
    expect(prepared.statusCode, name).toBe(404)
  }
  // With the cookie of the link itself: what it does not show, the original, and the doors of members and guests.
  for (const id of [hidden, unshared, loose, other.mediaId, elsewhere.mediaId, deps.random.id()]) {
    for (const variant of variants) {
      expect((await get(`/shared/${linkId}/${id}/${variant}`, cookie)).statusCode).toBe(404)
    }
    expect((await mutate('keeps.shared.prepareDownload', { linkId, mediaId: id }, cookie)).statusCode).toBe(
      404,
    )
  }
  for (const url of [
    `/shared/${linkId}/${mediaId}/original`,
    `/shared/${linkId}/${mediaId}/video`,
    `/media/${circle.id}/${mediaId}/thumbnail`,
    `/media/${circle.id}/${mediaId}/original`,
    `/shared/${linkId}/preview/${deps.random.token()}/picture`,
  ]) {
    expect((await get(url, cookie)).statusCode, url).toBe(404)
  }
  for (const procedure of [
    'keeps.list',
    'circles.guestLinks.home',
    'keeps.shareLinks.list',
    'circles.members.list',
  ]) {
    const { statusCode } = await read(procedure, { circleId: circle.id }, cookie)
    expect(statusCode, procedure).toBe(401)
  }
})

test('a link for looking alone gives no file, and ends at once for pictures, too', async () => {
  const { circle, linkId, mediaId, cookie, keepId } = await sharePhoto()
  const preview = `/shared/${linkId}/${mediaId}/preview`
  expect((await get(preview, cookie)).statusCode).toBe(302)
  expect((await get(`/shared/${linkId}/${mediaId}/download`, cookie)).statusCode).toBe(404)
  expect((await mutate('keeps.shared.prepareDownload', { linkId, mediaId }, cookie)).statusCode).toBe(404)
  expect(await queuedJobs(deps, cleanMedia)).not.toContainEqual(expect.objectContaining({ mediaId }))
  await trashKeep(deps, await scopeIn(deps, circle, circle.owner, 'keep.trash'), {
    circleId: circle.id,
    keepId,
  })
  expect((await get(preview, cookie)).statusCode).toBe(404)
})

test('the HTML of a shared page says nothing unless its maker asked, and then what it was told', async () => {
  const plain = await sharePhoto({ title: 'Our secret summer' })
  for (const token of [plain.token, 'unknown']) {
    const { body, statusCode } = await get(`/s/${token}`)
    expect([statusCode, body]).toEqual([200, page])
  }
  const title = 'Summer "</head><script>alert(1)</script>'
  const shown = await sharePhoto({ title, hasPreview: true })
  const { body, headers } = await get(`/s/${shown.token}`)
  expect(body).toContain(
    '<meta property="og:title" content="Summer &quot;&lt;/head&gt;&lt;script&gt;alert(1)&lt;/script&gt;" />',
  )
  expect(body).not.toContain('<script>')
  expect(headers['x-robots-tag']).toBe('noindex, nofollow')
  const og = (/property="og:image" content="([^"]+)"/.exec(body)?.[1] ?? '').replace(deps.publicUrl, '')
  expect(og).not.toContain(shown.token)
  // A chat carries no cookie; what it fetched once is not to be had once the link is revoked.
  expect((await get(og)).statusCode).toBe(302)
  const { circle, linkId } = shown
  await revokeShareLink(deps, await scopeIn(deps, circle, circle.owner, 'shareLink.revoke'), {
    ...{ circleId: circle.id, linkId },
  })
  expect((await get(og)).statusCode).toBe(404)
  expect((await get(`/s/${shown.token}`)).body).toBe(page)
})

test('a copy is made once, counted, and gone with its photo, or when nobody wants it any more', async () => {
  const { circle, linkId, mediaId, cookie } = await sharePhoto({ mayDownload: true })
  const bytes = () =>
    deps.db.selectFrom('circles').select('storedBytes').where('id', '=', circle.id).executeTakeFirstOrThrow()
  const before = (await bytes()).storedBytes
  const prepare = () => mutate('keeps.shared.prepareDownload', { linkId, mediaId }, cookie)
  await Promise.all([prepare(), prepare(), prepare()])
  const waiting = (await queuedJobs(deps, cleanMedia)).filter((job) => job.mediaId === mediaId)
  expect(waiting).toHaveLength(1)
  await runCleaning(circle)
  await runCleaning(circle)
  const copy = await deps.db
    .selectFrom('cleanCopies')
    .select(['state', 'bytes'])
    .where('mediaId', '=', mediaId)
    .executeTakeFirstOrThrow()
  expect(copy.state).toBe('ready')
  expect((await bytes()).storedBytes).toBe(before + Number(copy.bytes))
  expect(await orphansOf(circle)).toEqual({ orphans: [], missing: [] })

  const later = (days: number) => ({
    ...deps,
    clock: { now: () => addSeconds(deps.clock.now(), days * secondsPerDay) },
  })
  await handleSweepCleanCopies(later(29))
  expect((await bytes()).storedBytes).toBeGreaterThan(before)
  await handleSweepCleanCopies(later(31))
  expect((await bytes()).storedBytes).toBe(before)
  await handleRemoveObjects(later(31))
  expect(await orphansOf(circle)).toEqual({ orphans: [], missing: [] })

  // Turned by hand meanwhile: what was made of it before is another picture.
  await prepare()
  await runCleaning(circle)
  await deps.db
    .updateTable('media')
    .set({ rotation: 90, turned: 90, version: 2 })
    .where('id', '=', mediaId)
    .execute()
  expect((await get(`/shared/${linkId}/${mediaId}/download`, cookie)).statusCode).toBe(404)
  await prepare()
  await runCleaning(circle)
  const turned = await fetchBytes(`/shared/${linkId}/${mediaId}/download`, cookie)
  expect(secretsIn(turned)).toEqual([])
  expect((await describePicture(turned)).orientation).toBe(6)

  await deps.transaction((tx) => eraseMedia(tx, circle.id, [mediaId]))
  await handleRemoveObjects(deps)
  expect(await orphansOf(circle)).toEqual({ orphans: [], missing: [] })
  const key = `circles/${circle.id}/media/${mediaId}/`
  const { objects } = await readObjects()
  expect(objects.filter((each) => each.startsWith(key))).toEqual([])
})

test('a video is given as it is played, which is a rendition unless the original holds nothing else', async () => {
  const circle = await newCircle(deps)
  const { id: mediaId } = await newMedia(deps, circle, circle.owner, { kind: 'video', name: 'holiday.mov' })
  const keep = await newKeep(deps, circle, circle.owner, { kind: 'media', mediaIds: [mediaId] })
  const { linkId, caller } = await newShare(deps, circle, {
    ...{ kind: 'keep', keepId: keep.id, mayDownload: true },
  })
  const cookie = `kinkeep_share=${caller.shareToken}`
  const prepared = await mutate('keeps.shared.prepareDownload', { linkId, mediaId }, cookie)
  expect(prepared.json()).toMatchObject({ result: { data: { state: 'ready' } } })
  for (const [renditionBytes, file] of [
    [1000, 'video.mp4'],
    [null, 'original'],
  ] as const) {
    await deps.db.updateTable('media').set({ renditionBytes }).where('id', '=', mediaId).execute()
    for (const variant of ['video', 'download']) {
      const { headers } = await get(`/shared/${linkId}/${mediaId}/${variant}`, cookie)
      const url = new URL(String(headers.location))
      expect(url.pathname).toMatch(new RegExp(`/media/${mediaId}/${file}$`))
      expect(url.searchParams.get('response-content-type')).toBe('video/mp4')
      expect(url.href).not.toContain('holiday')
      const disposition = url.searchParams.get('response-content-disposition')
      if (variant === 'download') expect(disposition).toContain('filename="2025-07-14-1.mp4"')
      else expect(disposition).toBeNull()
    }
  }
})

test('what cannot be copied cleanly is given as it is looked at', async () => {
  const { circle, linkId, mediaId, cookie } = await sharePhoto({ mayDownload: true })
  const file = path.join(folder, 'broken')
  await writeFile(file, 'no picture any more, Vera Petrova')
  await deps.storage.upload(mediaKey(circle.id, mediaId, 'original'), file, 'image/jpeg')
  await mutate('keeps.shared.prepareDownload', { linkId, mediaId }, cookie)
  await runCleaning(circle)
  const { body } = await mutate('keeps.shared.prepareDownload', { linkId, mediaId }, cookie)
  expect(body).toContain('failed')
  const given = await fetchBytes(`/shared/${linkId}/${mediaId}/download`, cookie)
  expect(secretsIn(given)).toEqual([])
  expect((await describePicture(given)).format).toBe('jpeg')
})

interface Shared {
  circle: TestCircle
  linkId: string
  token: string
  cookie: string
  mediaId: string
  keepId: string
  original: Buffer
}

type Options = { mayDownload?: boolean; hasPreview?: boolean; showsNames?: boolean; title?: string }

/** A photo that tells a lot, uploaded and processed as photos are, in a keep that is shared and looked at. */
async function sharePhoto(wanted: Options = {}, home?: TestCircle): Promise<Shared> {
  const circle = home ?? (await newCircle(deps))
  const { mediaId, original } = await storePhoto(circle)
  const keep = await newKeep(deps, circle, circle.owner, { kind: 'media', mediaIds: [mediaId] })
  const { linkId, token, caller } = await newShare(deps, circle, { ...wanted, kind: 'keep', keepId: keep.id })
  return {
    circle,
    linkId,
    token,
    cookie: `kinkeep_share=${caller.shareToken}`,
    mediaId,
    keepId: keep.id,
    original,
  }
}

async function storePhoto(circle: TestCircle): Promise<{ mediaId: string; original: Buffer }> {
  const original = await drawTellingJpeg()
  const { id: mediaId } = await newMedia(deps, circle, circle.owner, {
    ...{ state: 'processing', name: 'IMG_secret.jpg', byteSize: original.length },
  })
  const file = path.join(folder, mediaId)
  await writeFile(file, original)
  await deps.storage.upload(mediaKey(circle.id, mediaId, 'original'), file, 'image/jpeg')
  await handleProcessMedia({ ...deps, images }, { circleId: circle.id, mediaId }, aRun())
  return { mediaId, original }
}

/** Only its row, in a keep. */
async function newPhoto(circle: TestCircle, keep: { visibility?: 'admins' } = {}): Promise<string> {
  const { id } = await newMedia(deps, circle, circle.owner)
  await newKeep(deps, circle, circle.owner, { kind: 'media', mediaIds: [id], ...keep })
  return id
}

/** As the worker does it, for all copies of a circle that were asked for. */
async function runCleaning(circle: TestCircle): Promise<void> {
  const asked = await deps.db
    .selectFrom('cleanCopies')
    .select(['circleId', 'mediaId', 'id as copyId'])
    .where('circleId', '=', circle.id)
    .execute()
  for (const payload of asked) await handleCleanMedia({ ...deps, images }, payload, aRun())
}

function aRun() {
  return { jobId: deps.random.id(), isLastTry: true, signal: AbortSignal.timeout(20_000) }
}

async function orphansOf(circle: TestCircle) {
  const { orphans, missing } = await readObjects()
  const ofCircle = (key: string) => key.startsWith(`circles/${circle.id}/`)
  return { orphans: orphans.filter(ofCircle), missing: missing.filter(ofCircle) }
}

async function readObjects() {
  const { store } = await testServices()
  const found = await findOrphans(deps.ownerUrl, store)
  return { ...found, objects: found.orphans }
}

function mutate(procedure: string, input: object, cookie = '', origin = deps.publicUrl) {
  return app.inject({
    ...{ method: 'POST', url: `/trpc/${procedure}`, payload: JSON.stringify(input) },
    headers: { 'content-type': 'application/json', origin, cookie },
  })
}

function read(procedure: string, input: object, cookie: string) {
  return get(`/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`, cookie)
}

function get(url: string, cookie = '') {
  return app.inject({ url, headers: { cookie } })
}

/** The bytes at the end of the redirect. */
async function fetchBytes(url: string, cookie: string): Promise<Buffer> {
  const { headers } = await get(url, cookie)
  const answer = await fetch(String(headers.location))
  expect(answer.status, url).toBe(200)
  return Buffer.from(await answer.arrayBuffer())
}
