import { countStatements } from '@kinkeep/testing/count-statements'
import { newCircle, newMember } from '@kinkeep/testing/new-circle'
import { newCaller, newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { publishedEvents, queuedJobs } from '@kinkeep/testing/traces'
import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import { handleRemoveObjects } from '../media/removal-handlers.ts'
import { secondsPerDay } from '../platform/clock.ts'
import { createImageProcessor } from '../platform/images/images.ts'
import { requireAvatar } from './access.ts'
import { completeAvatar } from './complete-avatar.ts'
import { handleProcessAvatar, handleSweepAvatars } from './handlers.ts'
import { processAvatar } from './jobs.ts'
import { readAvatarStatus, signAvatar } from './queries.ts'
import { removeAvatar } from './remove-avatar.ts'
import { requestAvatar } from './request-avatar.ts'
import { avatarKey } from './rules.ts'

const deps = await createTestDeps()
const images = createImageProcessor({ concurrency: 1, timeoutMs: 20_000, maxMemoryMb: 512 })
afterAll(() => images.close())
const aRun = { signal: new AbortController().signal, jobId: 'job', isLastTry: false }

test('a picture becomes two squares without EXIF, shows in its circles, and what was sent is gone', async () => {
  const circle = await newCircle(deps)
  const { owner } = circle
  const avatarId = await send(owner, await portrait())
  const other = await newMember(deps, circle, 'viewer')
  for (const { caller } of [owner, other]) {
    const scope = await requireAvatar(deps, caller, { userId: owner.id, avatarId })
    for (const size of ['256', '64'] as const) {
      const { url } = await signAvatar(deps, scope, size)
      const answer = await fetch(url)
      expect(answer.headers.get('content-type')).toBe('image/webp')
      const seen = await sharp(Buffer.from(await answer.arrayBuffer())).metadata()
      expect(seen).toMatchObject({ format: 'webp', width: Number(size), height: Number(size) })
      expect([seen.exif, seen.xmp, seen.iptc]).toEqual([undefined, undefined, undefined])
    }
  }
  expect(await deps.storage.sizeOf(avatarKey(owner.id, avatarId, 'original'))).toBeUndefined()
  expect((await publishedEvents(deps, circle)).at(-1)).toEqual({ type: 'member.changed', userId: owner.id })
})

test('strangers, former circles, guessed ids and old pictures are not found', async () => {
  const circle = await newCircle(deps)
  const { owner } = circle
  const avatarId = await send(owner, await portrait())
  const stranger = await newUser(deps)
  const where = { userId: owner.id, avatarId }
  const reason = (caller: typeof stranger.caller | ReturnType<typeof newCaller>, asked = where) =>
    requireAvatar(deps, caller, asked).then(
      () => 'ok',
      (error) => error.reason,
    )
  expect(await reason(stranger.caller)).toBe('NOT_FOUND')
  expect(await reason(newCaller())).toBe('NOT_SIGNED_IN')
  expect(await reason(owner.caller, { ...where, avatarId: deps.random.id() })).toBe('NOT_FOUND')
  expect(await reason(owner.caller, { ...where, userId: stranger.id })).toBe('NOT_FOUND')
  const near = await newMember(deps, circle, 'viewer')
  expect(await reason(near.caller)).toBe('ok')
  await deps.db
    .updateTable('circles')
    .set({ deletionDueAt: deps.clock.now() })
    .where('id', '=', circle.id)
    .execute()
  expect(await reason(near.caller)).toBe('NOT_FOUND')
  expect(await reason(owner.caller)).toBe('ok')
  const counted = await countStatements(deps, (counting) => requireAvatar(counting, owner.caller, where))
  expect(counted.statements).toBe(1)
})

test('a new picture replaces the old one, whose objects go; an earlier one that comes late does not', async () => {
  const user = await newUser(deps)
  const slow = await upload(user, await portrait())
  const first = await send(user, await portrait())
  const second = await send(user, await portrait())
  expect(await shown(user)).toBe(second)
  await handleProcessAvatar({ ...deps, images }, { avatarId: slow }, aRun)
  expect(await shown(user)).toBe(second)
  await handleRemoveObjects(deps)
  for (const gone of [slow, first]) {
    expect(await deps.storage.sizeOf(avatarKey(user.id, gone, '256'))).toBeUndefined()
  }
  expect(await deps.storage.sizeOf(avatarKey(user.id, second, '256'))).toBeGreaterThan(0)
})

test('a job that is delivered twice, also at once, does no harm', async () => {
  const user = await newUser(deps)
  const avatarId = await upload(user, await portrait())
  const twice = [1, 2].map(() => handleProcessAvatar({ ...deps, images }, { avatarId }, aRun))
  await Promise.allSettled(twice)
  await handleProcessAvatar({ ...deps, images }, { avatarId }, aRun)
  expect(await shown(user)).toBe(avatarId)
  await handleRemoveObjects(deps)
  expect(await deps.storage.sizeOf(avatarKey(user.id, avatarId, '256'))).toBeGreaterThan(0)
})

test('a worker that dies before it is written down has lost nothing: the next run shows what was made', async () => {
  const user = await newUser(deps)
  const avatarId = await upload(user, await portrait())
  const died: typeof deps.transaction = () => Promise.reject(new Error('killed'))
  const run = handleProcessAvatar({ ...deps, images, transaction: died }, { avatarId }, aRun)
  await expect(run).rejects.toThrow('killed')
  await handleProcessAvatar({ ...deps, images }, { avatarId }, aRun)
  expect(await shown(user)).toBe(avatarId)
  expect(await deps.storage.sizeOf(avatarKey(user.id, avatarId, '64'))).toBeGreaterThan(0)
  expect(await deps.storage.sizeOf(avatarKey(user.id, avatarId, 'original'))).toBeUndefined()
})

test.each([
  ['a script', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), 'UNSUPPORTED_TYPE'],
  ['half a photo', (await portrait()).subarray(0, 900), 'DAMAGED'],
])('%s is a failure that says so; the picture before it stays', async (_, bytes, failure) => {
  const user = await newUser(deps)
  const before = await send(user, await portrait())
  const avatarId = await send(user, bytes)
  expect(await readAvatarStatus(deps, user.scope, { avatarId })).toEqual({
    id: avatarId,
    state: 'failed',
    failure,
  })
  expect(await shown(user)).toBe(before)
  await handleRemoveObjects(deps)
  expect(await deps.storage.sizeOf(avatarKey(user.id, avatarId, 'original'))).toBeUndefined()
})

test('nobody completes or asks for another’s picture, nor before its bytes are there', async () => {
  const [owner, stranger] = [await newUser(deps), await newUser(deps)]
  const { avatarId } = await requestAvatar(deps, owner.scope, { byteSize: 9, contentType: 'image/png' })
  await expect(completeAvatar(deps, stranger.scope, { avatarId })).rejects.toMatchObject({
    reason: 'NOT_FOUND',
  })
  await expect(readAvatarStatus(deps, stranger.scope, { avatarId })).rejects.toMatchObject({
    reason: 'NOT_FOUND',
  })
  await expect(completeAvatar(deps, owner.scope, { avatarId })).rejects.toMatchObject({
    reason: 'UPLOAD_MISSING',
  })
})

test('the signed address takes this many bytes of this type under this key, once', async () => {
  const user = await newUser(deps)
  const bytes = await portrait()
  const { url, headers } = await requestAvatar(deps, user.scope, {
    byteSize: bytes.length,
    contentType: 'image/jpeg',
  })
  const put = (to: string, body: Buffer, more = {}) =>
    fetch(to, { method: 'PUT', body: new Uint8Array(body), headers: { ...headers, ...more } })
  const otherKey = url.replace(/avatars\/[^/]+\//, `avatars/${deps.random.id()}/`)
  expect((await put(otherKey, bytes)).status).toBe(403)
  expect((await put(url, bytes, { 'content-type': 'text/html' })).status).toBe(403)
  expect((await put(url, bytes.subarray(1))).status).toBe(403)
  expect((await put(url, bytes)).status).toBe(200)
  expect((await put(url, bytes)).status).toBe(412)
})

test('a picture taken away is gone, also one that is still being made', async () => {
  const user = await newUser(deps)
  const avatarId = await send(user, await portrait())
  const coming = await upload(user, await portrait())
  await removeAvatar(deps, user.scope)
  await handleProcessAvatar({ ...deps, images }, { avatarId: coming }, aRun)
  expect(await shown(user)).toBeNull()
  await handleRemoveObjects(deps)
  for (const gone of [avatarId, coming]) {
    expect(await deps.storage.sizeOf(avatarKey(user.id, gone, '256'))).toBeUndefined()
    expect(await deps.storage.sizeOf(avatarKey(user.id, gone, 'original'))).toBeUndefined()
  }
})

test('what was never completed is swept after a day, with its bytes', async () => {
  const user = await newUser(deps)
  const kept = await send(user, await portrait())
  const { avatarId, url, headers } = await requestAvatar(deps, user.scope, {
    byteSize: 3,
    contentType: 'image/png',
  })
  await fetch(url, { method: 'PUT', body: 'abc', headers })
  const now = deps.clock.now()
  deps.clock.advance(secondsPerDay + 1)
  await handleSweepAvatars(deps)
  await handleRemoveObjects(deps)
  deps.clock.set(now)
  expect(await deps.storage.sizeOf(avatarKey(user.id, avatarId, 'original'))).toBeUndefined()
  expect(await shown(user)).toBe(kept)
})

/** A photo as a phone takes it, with a place in it. */
function portrait(): Promise<Buffer> {
  return sharp({
    create: {
      width: 640,
      height: 480,
      channels: 3,
      background: '#c96',
      noise: { type: 'gaussian', mean: 128, sigma: 30 },
    },
  })
    .withExif({ IFD3: { GPSLatitude: '52/1 30/1 0/1', GPSLatitudeRef: 'N' } })
    .jpeg()
    .toBuffer()
}

async function upload(user: TestUser, bytes: Buffer): Promise<string> {
  const asked = { byteSize: bytes.length, contentType: 'image/jpeg' } as const
  const { avatarId, url, headers } = await requestAvatar(deps, user.scope, asked)
  const { status } = await fetch(url, { method: 'PUT', body: new Uint8Array(bytes), headers })
  expect(status).toBe(200)
  await completeAvatar(deps, user.scope, { avatarId })
  expect(await queuedJobs(deps, processAvatar)).toContainEqual({ avatarId })
  return avatarId
}

async function send(user: TestUser, bytes: Buffer): Promise<string> {
  const avatarId = await upload(user, bytes)
  await handleProcessAvatar({ ...deps, images }, { avatarId }, aRun)
  return avatarId
}

async function shown(user: TestUser): Promise<string | null> {
  const { avatarId } = await deps.db
    .selectFrom('users')
    .select('avatarId')
    .where('id', '=', user.id)
    .executeTakeFirstOrThrow()
  return avatarId
}
