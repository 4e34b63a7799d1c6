import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createGuestLink } from '@kinkeep/core/guest-links/create-guest-link'
import { revokeGuestLink } from '@kinkeep/core/guest-links/revoke-guest-link'
import { trashKeep } from '@kinkeep/core/keeps/trash-keep'
import { handleProcessMedia } from '@kinkeep/core/media/handlers'
import { mediaKey } from '@kinkeep/core/media/rules'
import { createImageProcessor } from '@kinkeep/core/platform/images/images'
import { newCircle, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newMedia } from '@kinkeep/testing/new-media'
import { drawPlacedPhoto, metadataIn } from '@kinkeep/testing/placed-photo'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { afterAll, expect, test } from 'vitest'
import { buildApp } from '../app.ts'

// A grandmother's phone, from the link to the picture, through the server and the store.

const deps = await createTestDeps()
const calls = { count: 1000, seconds: 60 }
const app = await buildApp(deps, { storeOrigin: 'https://store.test', limits: { auth: calls, calls } })
const folder = await mkdtemp(path.join(tmpdir(), 'guests-'))
afterAll(async () => {
  await app.close()
  await rm(folder, { recursive: true })
})

test('a guest comes in with a cookie that no script reads, and is told of no e-mail address', async () => {
  const circle = await newCircle(deps)
  await newKeep(deps, circle, circle.owner, { body: 'For everybody' })
  await newKeep(deps, circle, circle.owner, { body: 'For admins', visibility: 'admins' })
  const { token } = await makeLink(circle)
  const answer = await mutate('circles.guestLinks.enter', { token })
  expect(answer.json()).toEqual({ result: { data: { circleId: circle.id } } })
  const header = [answer.headers['set-cookie']].flat().find((each) => each?.startsWith('kinkeep_guest'))
  expect(header).toMatch(/^kinkeep_guest=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  expect(answer.headers['x-robots-tag']).toBe('noindex, nofollow')
  expect(answer.headers['referrer-policy']).toBe('no-referrer')

  const cookie = guestCookieOf(answer)
  const list = await read('keeps.list', { circleId: circle.id }, cookie)
  expect(list.statusCode).toBe(200)
  expect(list.body).toContain('For everybody')
  expect(list.body).not.toContain('For admins')
  for (const told of [
    list.body,
    (await read('circles.guestLinks.home', { circleId: circle.id }, cookie)).body,
  ]) {
    expect(told).not.toContain(circle.owner.email)
  }
})

test('the cookie alone, sent by a page of somebody else, comes in nowhere', async () => {
  const { token } = await makeLink(await newCircle(deps))
  const answer = await mutate('circles.guestLinks.enter', { token }, '', 'https://elsewhere.test')
  expect(answer.statusCode).toBe(403)
  expect(answer.cookies).toEqual([])
})

test('a guest sees pictures without what the camera wrote into them, and no originals unless the link says so', async () => {
  const circle = await newCircle(deps)
  const { mediaId, original } = await storePhoto(circle)
  const looks = await enter(circle)
  const downloads = await enter(circle, { mayDownload: true })
  const at = (variant: string) => `/media/${circle.id}/${mediaId}/${variant}`

  for (const variant of ['preview', 'thumbnail']) {
    expect(await metadataIn(await fetchMedia(at(variant), looks.cookie))).toEqual([])
  }
  expect(await statusOf(at('original'), looks.cookie)).toBe(404)
  expect(await statusOf(`${at('original')}?download=1`, looks.cookie)).toBe(404)
  // The file as it is, place and all: that is what the switch says.
  expect(await fetchMedia(at('original'), downloads.cookie)).toEqual(original)
})

test('a picture of another circle, of an admins-only keep or in the trash is nowhere for a guest', async () => {
  const [circle, other] = [await newCircle(deps), await newCircle(deps)]
  const { cookie } = await enter(circle)
  const elsewhere = await newPhoto(other)
  const hidden = await newPhoto(circle, { visibility: 'admins' })
  const { id: trashed } = await newMedia(deps, circle, circle.owner)
  const keep = await newKeep(deps, circle, circle.owner, { kind: 'media', mediaIds: [trashed] })
  const scope = await scopeIn(deps, circle, circle.owner, 'keep.trash')
  await trashKeep(deps, scope, { circleId: circle.id, keepId: keep.id })
  const shown = await newPhoto(circle)
  expect(await statusOf(`/media/${circle.id}/${shown}/preview`, cookie)).toBe(302)
  const paths = [
    `/media/${other.id}/${elsewhere}/preview`,
    `/media/${circle.id}/${elsewhere}/preview`,
    `/media/${circle.id}/${hidden}/preview`,
    `/media/${circle.id}/${trashed}/preview`,
  ]
  for (const each of paths) expect(await statusOf(each, cookie), each).toBe(404)
  expect(await statusOf(`/media/${circle.id}/${shown}/preview`, '')).toBe(404)
})

test('after revoking, neither pictures nor keeps nor a word of the circle', async () => {
  const circle = await newCircle(deps)
  const photo = await newPhoto(circle)
  const { cookie, linkId } = await enter(circle)
  expect(await statusOf(`/media/${circle.id}/${photo}/preview`, cookie)).toBe(302)
  const scope = await scopeIn(deps, circle, circle.owner, 'guestLink.revoke')
  await revokeGuestLink(deps, scope, { circleId: circle.id, linkId })
  expect(await statusOf(`/media/${circle.id}/${photo}/preview`, cookie)).toBe(404)
  for (const procedure of ['keeps.list', 'keeps.timeline', 'circles.guestLinks.home', 'circles.pets.list']) {
    expect((await read(procedure, { circleId: circle.id }, cookie)).statusCode, procedure).toBe(401)
  }
})

async function makeLink(circle: TestCircle, { mayDownload = false } = {}) {
  const scope = await scopeIn(deps, circle, circle.owner, 'guestLink.create')
  return createGuestLink(deps, scope, { circleId: circle.id, name: 'Grandma Vera', mayDownload })
}

async function enter(circle: TestCircle, options = {}): Promise<{ cookie: string; linkId: string }> {
  const { token, link } = await makeLink(circle, options)
  const answer = await mutate('circles.guestLinks.enter', { token })
  return { cookie: guestCookieOf(answer), linkId: link.id }
}

function guestCookieOf({ cookies }: Awaited<ReturnType<typeof mutate>>): string {
  const { name, value } = cookies.find((each) => each.name === 'kinkeep_guest') ?? {}
  return `${name}=${value}`
}

function mutate(procedure: string, input: object, cookie = '', origin = deps.publicUrl) {
  return app.inject({
    ...{ method: 'POST', url: `/trpc/${procedure}`, payload: JSON.stringify(input) },
    headers: { 'content-type': 'application/json', origin, cookie },
  })
}

function read(procedure: string, input: object, cookie: string) {
  const url = `/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`
  return app.inject({ url, headers: { cookie } })
}

async function statusOf(url: string, cookie: string): Promise<number> {
  return (await app.inject({ url, headers: { cookie } })).statusCode
}

/** The bytes at the end of the redirect. */
async function fetchMedia(url: string, cookie: string): Promise<Buffer> {
  const { headers } = await app.inject({ url, headers: { cookie } })
  const answer = await fetch(String(headers.location))
  expect(answer.status).toBe(200)
  return Buffer.from(await answer.arrayBuffer())
}

/** Only its row, in a keep. */
async function newPhoto(circle: TestCircle, keep: { visibility?: 'admins' } = {}): Promise<string> {
  const { id } = await newMedia(deps, circle, circle.owner)
  await newKeep(deps, circle, circle.owner, { kind: 'media', mediaIds: [id], ...keep })
  return id
}

/** A photo of a place, uploaded and processed as photos are. */
async function storePhoto(circle: TestCircle): Promise<{ mediaId: string; original: Buffer }> {
  const original = await drawPlacedPhoto()
  const { id: mediaId } = await newMedia(deps, circle, circle.owner, { state: 'processing' })
  await newKeep(deps, circle, circle.owner, { kind: 'media', mediaIds: [mediaId] })
  const file = path.join(folder, mediaId)
  await writeFile(file, original)
  await deps.storage.upload(mediaKey(circle.id, mediaId, 'original'), file, 'image/jpeg')
  const images = createImageProcessor({ concurrency: 1, timeoutMs: 20_000, maxMemoryMb: 600 })
  const run = { jobId: deps.random.id(), isLastTry: true, signal: AbortSignal.timeout(20_000) }
  await handleProcessMedia({ ...deps, images }, { circleId: circle.id, mediaId }, run)
  await images.close()
  return { mediaId, original }
}
