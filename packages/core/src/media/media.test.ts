import { mediaFailures, mediaStatus } from '@kinkeep/contracts/media'
import type { MediaFailureReason } from '@kinkeep/contracts/media-states'
import { countStatements } from '@kinkeep/testing/count-statements'
import { newCircle, newMember, newRemovedMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newGuest } from '@kinkeep/testing/new-guest'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newMedia } from '@kinkeep/testing/new-media'
import { newCaller, newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { publishedEvents, queuedJobs } from '@kinkeep/testing/traces'
import { sql } from 'kysely'
import { expect, test, vi } from 'vitest'
import type { Caller } from '../accounts/access.ts'
import { getKeep } from '../keeps/queries.ts'
import { trashKeep } from '../keeps/trash-keep.ts'
import { updateKeep } from '../keeps/update-keep.ts'
import type { WorkerDeps } from '../platform/deps.ts'
import type { ImageResult } from '../platform/images/image-result.ts'
import { requireMedia } from './access.ts'
import { handleProcessMedia, handleReconcileMedia, handleSweepMedia } from './handlers.ts'
import { processMedia } from './jobs.ts'
import { listFailures, readStatus, signMedia } from './queries.ts'
import { retryMedia } from './retry-media.ts'
import { derivedKeys } from './rules.ts'

const deps = await createTestDeps()
const warn = vi.spyOn(deps.log, 'warn')

test('a processed photo is ready, has its date, and moves its keep to that day', async () => {
  const circle = await newCircle(deps)
  const { id } = await newMedia(deps, circle, circle.owner, { state: 'processing', dateSource: 'posted' })
  const keep = await newKeep(deps, circle, circle.owner, { kind: 'media', mediaIds: [id] })
  await run(circle, id, readPhoto('2019-05-05T23:30:00'))

  const scope = await scopeIn(deps, circle, circle.owner, 'keep.read')
  expect(await getKeep(deps, scope, { circleId: circle.id, keepId: keep.id })).toMatchObject({
    happenedAt: '2019-05-05T23:30:00',
    happenedOffset: 60,
    dateSource: 'exif',
    media: [{ id, state: 'ready', width: 4, height: 3, thumbHash: 'hash' }],
  })
  expect((await publishedEvents(deps, circle)).at(-1)).toEqual({
    type: 'media.changed',
    mediaId: id,
    keepId: keep.id,
  })
})

test('a job delivered twice, also at once, changes and tells once', async () => {
  const circle = await newCircle(deps)
  const { id } = await newMedia(deps, circle, circle.owner, { state: 'processing' })
  await Promise.all([run(circle, id, readPhoto()), run(circle, id, readPhoto())])
  await run(circle, id, { status: 'failed', reason: 'DAMAGED', mime: null, sha256: null, byteSize: null })
  expect(await statusOf(circle, circle.owner, [id])).toMatchObject([{ state: 'ready' }])
  expect(await publishedEvents(deps, circle)).toHaveLength(1)
})

test('what is wrong with a file is said at once; what may be the machine’s fault only after the last try', async () => {
  const circle = await newCircle(deps)
  const outcome = async (
    reason: Exclude<MediaFailureReason, 'TOO_LONG' | 'MISSING' | 'CORRUPTED' | 'INTERNAL'>,
    isLastTry: boolean,
  ) => {
    const { id } = await newMedia(deps, circle, circle.owner, { state: 'processing' })
    const ran = run(
      circle,
      id,
      { status: 'failed', reason, mime: null, sha256: null, byteSize: null },
      isLastTry,
    )
    const thrown = await ran.then(
      () => false,
      () => true,
    )
    const [status] = await statusOf(circle, circle.owner, [id])
    return [thrown, status?.state, status?.failure]
  }
  expect(await outcome('DAMAGED', false)).toEqual([false, 'failed', 'DAMAGED'])
  expect(await outcome('UNSUPPORTED_TYPE', false)).toEqual([false, 'failed', 'UNSUPPORTED_TYPE'])
  expect(await outcome('TIMED_OUT', false)).toEqual([true, 'processing', null])
  expect(await outcome('TIMED_OUT', true)).toEqual([false, 'failed', 'TIMED_OUT'])
})

test('when the machine fails, the photo waits; after the last try it says so and the job is dead', async () => {
  const circle = await newCircle(deps)
  const { id } = await newMedia(deps, circle, circle.owner, { state: 'processing' })
  await expect(run(circle, id, new Error('disk full'))).rejects.toThrow('disk full')
  expect(await statusOf(circle, circle.owner, [id])).toMatchObject([{ state: 'processing' }])
  await expect(run(circle, id, new Error('disk full'), true)).rejects.toThrow('disk full')
  expect(await statusOf(circle, circle.owner, [id])).toMatchObject([{ state: 'failed', failure: 'INTERNAL' }])
})

test('what fails after a photo was ready, on the last try, takes nothing from it', async () => {
  const circle = await newCircle(deps)
  const contentId = '1F0E2D3C-4B5A-6978-8796-A5B4C3D2E1F0'
  await newMedia(deps, circle, circle.owner, { kind: 'video', contentId })
  const { id } = await newMedia(deps, circle, circle.owner, { state: 'processing' })
  const removed: string[] = []
  // The photo is finished in the first transaction, and joined with its other half in the second.
  let transactions = 0
  const transaction: typeof deps.transaction = (work) => {
    transactions += 1
    return transactions === 2 ? Promise.reject(new Error('the database is away')) : deps.transaction(work)
  }
  const ran = run(circle, id, readPhoto(undefined, contentId), true, { transaction, ...removals(removed) })
  await expect(ran).rejects.toThrow('the database is away')
  expect(transactions).toBe(3)
  expect(await statusOf(circle, circle.owner, [id])).toMatchObject([{ state: 'ready', failure: null }])
  expect(removed).toEqual([])
})

test('a worker that is ended while it says why a photo failed leaves nothing that no row waits for', async () => {
  const circle = await newCircle(deps)
  const { id } = await newMedia(deps, circle, circle.owner, { state: 'processing' })
  const damaged = { status: 'failed', reason: 'DAMAGED', mime: null, sha256: null, byteSize: null } as const
  const removed: string[] = []
  // As of a worker that is ended before it could commit.
  const transaction: typeof deps.transaction = (work) =>
    deps.transaction(async (tx) => {
      await work(tx)
      throw new Error('ended')
    })
  await expect(run(circle, id, damaged, false, { transaction, ...removals(removed) })).rejects.toThrow(
    'ended',
  )
  expect(removed).toEqual(derivedKeys(circle.id, id))
  expect(await statusOf(circle, circle.owner, [id])).toMatchObject([{ state: 'processing' }])

  removed.length = 0
  await run(circle, id, damaged, false, removals(removed))
  expect(await statusOf(circle, circle.owner, [id])).toMatchObject([{ state: 'failed', failure: 'DAMAGED' }])
  expect(removed).toEqual(derivedKeys(circle.id, id))
})

test('a photo whose bytes are gone fails as missing', async () => {
  const circle = await newCircle(deps)
  const { id } = await newMedia(deps, circle, circle.owner, { state: 'processing' })
  const images = {
    process: () => Promise.reject(new Error('never asked')),
    clean: () => Promise.reject(new Error('never asked')),
    close: async () => {},
    pids: () => [],
  }
  await handleProcessMedia({ ...deps, images }, { circleId: circle.id, mediaId: id }, aRun(false))
  expect(await statusOf(circle, circle.owner, [id])).toMatchObject([{ state: 'failed', failure: 'MISSING' }])
})

test('an edit of a keep and the worker that finishes its photo do not wait for each other', async () => {
  const circle = await newCircle(deps)
  const { id } = await newMedia(deps, circle, circle.owner, { state: 'processing' })
  const keep = await newKeep(deps, circle, circle.owner, { kind: 'media', mediaIds: [id] })
  let finished: Promise<void> | undefined
  await deps.transaction(async (tx) => {
    // As updateKeep does: first the keep, and then, once the worker waits, its media.
    await tx.selectFrom('keeps').select('id').where('id', '=', keep.id).forUpdate().execute()
    finished = run(circle, id, readPhoto())
    await someoneWaits()
    await tx.updateTable('media').set({ position: 7 }).where('id', '=', id).execute()
  })
  await finished
  expect(await statusOf(circle, circle.owner, [id])).toMatchObject([{ state: 'ready' }])
  expect(warn).not.toHaveBeenCalled()
})

test('a failed photo is tried again on request, once', async () => {
  const circle = await newCircle(deps)
  const { id } = await newMedia(deps, circle, circle.owner, { state: 'failed', failure: 'DAMAGED' })
  const retry = async () =>
    retryMedia(deps, await scopeIn(deps, circle, circle.owner, 'media.retry'), {
      circleId: circle.id,
      mediaId: id,
    })
  const both = await Promise.allSettled([retry(), retry()])
  expect(both.filter((each) => each.status === 'fulfilled')).toMatchObject([
    { value: { id, state: 'processing', failure: null } },
  ])
  expect(both.find((each) => each.status === 'rejected')?.reason.reason).toBe('NOT_RETRYABLE')
  expect(await jobsOf(circle)).toEqual([{ circleId: circle.id, mediaId: id }])
})

test('a photo is not tried again by a viewer, a stranger, another circle or while it is ready', async () => {
  const circle = await newCircle(deps)
  const other = await newCircle(deps)
  const vera = await newMember(deps, circle, 'member')
  const loose = await newMedia(deps, circle, circle.owner, { state: 'failed' })
  const ready = await newMedia(deps, circle, circle.owner)
  const retry = async (where: TestCircle, user: TestUser, mediaId: string) =>
    retryMedia(deps, await scopeIn(deps, where, user, 'media.retry'), { circleId: where.id, mediaId })
  const viewer = await newMember(deps, circle, 'viewer')
  await expect(retry(circle, viewer, loose.id)).rejects.toMatchObject({ reason: 'ROLE_TOO_LOW' })
  await expect(retry(circle, vera, loose.id)).rejects.toMatchObject({ reason: 'NOT_FOUND' })
  await expect(retry(other, other.owner, loose.id)).rejects.toMatchObject({ reason: 'NOT_FOUND' })
  await expect(retry(circle, circle.owner, ready.id)).rejects.toMatchObject({ reason: 'NOT_RETRYABLE' })
})

test('failures are one’s own, or everybody’s for owners and admins; complete page by page', async () => {
  const circle = await newCircle(deps)
  const vera = await newMember(deps, circle, 'member')
  const failed: string[] = []
  for (const uploader of [vera, circle.owner, vera]) {
    const { id } = await newMedia(deps, circle, uploader, { state: 'failed' })
    await newKeep(deps, circle, uploader, { kind: 'media', mediaIds: [id] })
    failed.unshift(id)
  }
  await newMedia(deps, circle, vera)
  const other = await newCircle(deps)
  await newMedia(deps, other, other.owner, { state: 'failed' })

  expect(await failuresOf(circle, circle.owner)).toEqual(failed)
  expect(await failuresOf(circle, await newMember(deps, circle, 'admin'))).toEqual(failed)
  expect(await failuresOf(circle, vera)).toEqual([failed[0], failed[2]])
  const viewer = await newMember(deps, circle, 'viewer')
  await expect(failuresOf(circle, viewer)).rejects.toMatchObject({ reason: 'ROLE_TOO_LOW' })
})

test('status tells of what one may see, in one statement, and is silent about the rest', async () => {
  const circle = await newCircle(deps)
  const other = await newCircle(deps)
  const vera = await newMember(deps, circle, 'member')
  const shown = await newMedia(deps, circle, circle.owner)
  await newKeep(deps, circle, circle.owner, { kind: 'media', mediaIds: [shown.id] })
  const loose = await newMedia(deps, circle, circle.owner, { state: 'processing' })
  const foreign = await newMedia(deps, other, other.owner)
  const ids = [shown.id, loose.id, foreign.id, deps.random.id()]

  const scope = await scopeIn(deps, circle, circle.owner, 'media.read')
  const input = mediaStatus.input.parse({ circleId: circle.id, mediaIds: ids })
  const { result, statements } = await countStatements(deps, (counted) => readStatus(counted, scope, input))
  expect(statements).toBe(1)
  expect(result.items.map((item) => item.id).toSorted()).toEqual([shown.id, loose.id].toSorted())
  expect((await statusOf(circle, vera, ids)).map((item) => item.id)).toEqual([shown.id])
})

test('the bytes of a photo are for members; in the trash for those who may restore; before it is kept for its uploader', async () => {
  const circle = await newCircle(deps)
  const author = await newMember(deps, circle, 'member')
  const people = {
    author,
    owner: circle.owner,
    member: await newMember(deps, circle, 'member'),
    viewer: await newMember(deps, circle, 'viewer'),
    removed: await newRemovedMember(deps, circle),
    stranger: (await newCircle(deps)).owner,
  }
  const { id: mediaId } = await newMedia(deps, circle, author)
  const seenBy = async () => {
    const seen: string[] = []
    for (const [who, { caller }] of Object.entries(people)) {
      const opened = await requireMedia(deps, caller, { circleId: circle.id, mediaId }).catch(
        (error) => error,
      )
      if (opened.mediaId === mediaId) seen.push(who)
      else expect(opened.reason).toBe('NOT_FOUND')
    }
    return seen
  }
  expect(await seenBy()).toEqual(['author'])
  const keep = await newKeep(deps, circle, author, { kind: 'media', mediaIds: [mediaId] })
  expect(await seenBy()).toEqual(['author', 'owner', 'member', 'viewer'])
  const scope = await scopeIn(deps, circle, author, 'keep.trash')
  await trashKeep(deps, scope, { circleId: circle.id, keepId: keep.id })
  expect(await seenBy()).toEqual(['author', 'owner'])

  const nobody = requireMedia(deps, newCaller(), { circleId: circle.id, mediaId })
  await expect(nobody).rejects.toMatchObject({ reason: 'NOT_SIGNED_IN' })
})

test('the bytes of a photo in a keep for admins are for owner and admins alone', async () => {
  const circle = await newCircle(deps)
  const author = await newMember(deps, circle, 'member')
  const { id: mediaId } = await newMedia(deps, circle, author)
  const keep = await newKeep(deps, circle, author, { kind: 'media', mediaIds: [mediaId] })
  const admin = await newMember(deps, circle, 'admin')
  const scope = await scopeIn(deps, circle, admin, 'keep.update')
  await updateKeep(deps, scope, { circleId: circle.id, keepId: keep.id, visibility: 'admins' })
  const one = { circleId: circle.id, mediaId }
  for (const { caller } of [circle.owner, admin])
    expect(await requireMedia(deps, caller, one)).toMatchObject(one)
  const others = [author, await newMember(deps, circle, 'viewer'), await newGuest(deps, circle)]
  for (const { caller } of others) {
    await expect(requireMedia(deps, caller, one)).rejects.toMatchObject({ reason: 'NOT_FOUND' })
  }
})

test('a guest sees what is on the timeline, the original only where the link says so, and nothing of the trash', async () => {
  const circle = await newCircle(deps)
  const looking = await newGuest(deps, circle)
  const loading = await newGuest(deps, circle, { mayDownload: true })
  const elsewhere = await newGuest(deps, await newCircle(deps))
  const { id: mediaId } = await newMedia(deps, circle, circle.owner)
  const one = { circleId: circle.id, mediaId }
  const refusal = (caller: Caller) => requireMedia(deps, caller, one).catch((error) => error.reason)
  expect(await refusal(loading.caller)).toBe('NOT_FOUND')

  const keep = await newKeep(deps, circle, circle.owner, { kind: 'media', mediaIds: [mediaId] })
  const sees = async ({ caller }: { caller: Caller }) => {
    const scope = await requireMedia(deps, caller, one)
    const seen: string[] = []
    for (const variant of ['thumbnail', 'preview', 'original'] as const) {
      const signed = await signMedia(deps, scope, { variant, asFile: false }).catch((error) => error)
      if (signed.url) seen.push(variant)
      else expect(signed.reason).toBe('NOT_FOUND')
    }
    return seen
  }
  expect(await sees(looking)).toEqual(['thumbnail', 'preview'])
  expect(await sees(loading)).toEqual(['thumbnail', 'preview', 'original'])
  expect(await sees(circle.owner)).toEqual(['thumbnail', 'preview', 'original'])
  expect(await refusal(elsewhere.caller)).toBe('NOT_SIGNED_IN')

  // Also somebody with an account of their own, but none in this circle.
  const stranger = await newUser(deps)
  expect(await refusal({ ...stranger.caller, guestToken: looking.caller.guestToken })).toMatchObject(one)
  expect(await refusal({ ...stranger.caller, guestToken: elsewhere.caller.guestToken })).toBe('NOT_FOUND')

  const trash = await scopeIn(deps, circle, circle.owner, 'keep.trash')
  await trashKeep(deps, trash, { circleId: circle.id, keepId: keep.id })
  expect(await refusal(loading.caller)).toBe('NOT_FOUND')
})

test('a photo is proven in one statement, and not through a circle it is not in', async () => {
  const circle = await newCircle(deps)
  const other = await newCircle(deps, { owner: circle.owner })
  const { id: mediaId } = await newMedia(deps, circle, circle.owner)
  const { statements } = await countStatements(deps, (counted) =>
    requireMedia(counted, circle.owner.caller, { circleId: circle.id, mediaId }),
  )
  expect(statements).toBe(1)
  await newKeep(deps, circle, circle.owner, { kind: 'media', mediaIds: [mediaId] })
  const guest = await newGuest(deps, circle)
  const asGuest = () =>
    countStatements(deps, (counted) => requireMedia(counted, guest.caller, { circleId: circle.id, mediaId }))
  await asGuest() // The first visit is noted.
  expect((await asGuest()).statements).toBe(2)
  for (const where of [
    { circleId: other.id, mediaId },
    { circleId: circle.id, mediaId: deps.random.id() },
  ]) {
    await expect(requireMedia(deps, circle.owner.caller, where)).rejects.toMatchObject({
      reason: 'NOT_FOUND',
    })
  }
})

test('an original is shown only as a photo that browsers know, else offered as a file; nothing before its bytes', async () => {
  const circle = await newCircle(deps)
  const sign = async (
    media: Parameters<typeof newMedia>[3],
    variant: 'original' | 'preview',
    mime?: string,
  ) => {
    const { id: mediaId } = await newMedia(deps, circle, circle.owner, media)
    if (mime) await deps.db.updateTable('media').set({ mime }).where('id', '=', mediaId).execute()
    const scope = await requireMedia(deps, circle.owner.caller, { circleId: circle.id, mediaId })
    const { url } = await signMedia(deps, scope, { variant, asFile: false })
    return new URL(url).searchParams
  }
  const shown = await sign({ state: 'ready' }, 'original')
  expect(shown.get('response-content-type')).toBe('image/jpeg')
  expect(shown.get('response-content-disposition')).toBeNull()

  const heic = await sign({ state: 'ready', name: 'a "b"\\ж.heic' }, 'original', 'image/heic')
  expect(heic.get('response-content-disposition')).toBe(
    'attachment; filename="a _b___.heic"; filename*=UTF-8\'\'a%20%22b%22%5C%D0%B6.heic',
  )
  for (const state of ['failed', 'processing'] as const) {
    const unknown = await sign({ state, name: 'page.html' }, 'original')
    expect(unknown.get('response-content-type')).toBe('application/octet-stream')
    expect(unknown.get('response-content-disposition')).toContain('attachment')
    await expect(sign({ state }, 'preview')).rejects.toMatchObject({ reason: 'NOT_FOUND' })
  }
  await expect(sign({ state: 'requested' }, 'original')).rejects.toMatchObject({ reason: 'NOT_FOUND' })
})

test('a photo whose job is gone gets another one, and only one', async () => {
  const deps = await createTestDeps()
  const circle = await newCircle(deps)
  const { id } = await newMedia(deps, circle, circle.owner, { state: 'processing' })
  await newMedia(deps, circle, circle.owner)
  await handleReconcileMedia(deps)
  expect(await queuedJobs(deps, processMedia)).toEqual([])
  deps.clock.advance(61)
  await handleReconcileMedia(deps)
  await handleReconcileMedia(deps)
  expect(await queuedJobs(deps, processMedia)).toEqual([{ circleId: circle.id, mediaId: id }])
})

test('uploads that never came and photos that no keep has are swept in time, and their room is free again', async () => {
  const deps = await createTestDeps()
  const circle = await newCircle(deps)
  const kept = await newMedia(deps, circle, circle.owner)
  await newKeep(deps, circle, circle.owner, { kind: 'media', mediaIds: [kept.id] })
  await newMedia(deps, circle, circle.owner, { state: 'requested', byteSize: 500 })
  await newMedia(deps, circle, circle.owner, { state: 'ready', byteSize: 300 })

  const left = async () => {
    await handleSweepMedia(deps)
    const media = await deps.db.selectFrom('media').select('id').execute()
    const row = await deps.db.selectFrom('circles').select('storedBytes').executeTakeFirstOrThrow()
    return [media.length, row.storedBytes]
  }
  expect(await left()).toEqual([3, 1300])
  deps.clock.advance(2 * 86_400 + 1)
  expect(await left()).toEqual([2, 1300])
  deps.clock.advance(28 * 86_400)
  expect(await left()).toEqual([1, 1000])
})

test('while the store is away nothing is swept, so that no bytes are left behind', async () => {
  const deps = await createTestDeps()
  const circle = await newCircle(deps)
  const photos = [await newMedia(deps, circle, circle.owner), await newMedia(deps, circle, circle.owner)]
  deps.clock.advance(31 * 86_400)
  const removed: string[] = []
  const storage = (isAway: boolean): typeof deps.storage => ({
    ...deps.storage,
    async removeAll(prefix) {
      if (isAway && removed.length > 0) throw new Error('the store is away')
      removed.push(prefix)
    },
  })
  const left = () => deps.db.selectFrom('media').select('id').execute()

  await expect(handleSweepMedia({ ...deps, storage: storage(true) })).rejects.toThrow('away')
  const [waiting, ...others] = await left()
  expect(others).toEqual([])
  await handleSweepMedia({ ...deps, storage: storage(false) })
  expect(await left()).toEqual([])
  expect(removed).toHaveLength(2)
  expect(removed.at(-1)).toContain(waiting?.id)
  expect(photos.map(({ id }) => id)).toContain(waiting?.id)
  expect(await deps.db.selectFrom('circles').select('storedBytes').execute()).toEqual([{ storedBytes: 0 }])
})

function readPhoto(at = '2020-02-02T12:00:00', contentId: string | null = null): ImageResult {
  return {
    status: 'ready',
    mime: 'image/jpeg',
    byteSize: 1000,
    previewBytes: 100,
    thumbnailBytes: 10,
    width: 4,
    height: 3,
    thumbHash: 'hash',
    recordedAt: null,
    sha256: '00',
    taken: { at, offsetMinutes: 60, source: 'exif' },
    place: null,
    contentId,
  }
}

function aRun(isLastTry: boolean) {
  return { signal: new AbortController().signal, jobId: deps.random.id(), isLastTry }
}

/** Runs the job for a photo that the image reader finds so; the store has and takes whatever it is asked for. */
async function run(
  circle: TestCircle,
  mediaId: string,
  found: ImageResult | Error,
  isLastTry = false,
  worker: Partial<Pick<WorkerDeps, 'transaction' | 'storage'>> = {},
): Promise<void> {
  const storage = {
    ...(worker.storage ?? deps.storage),
    download: async () => true,
    upload: async () => undefined,
  }
  const process = async () => {
    if (found instanceof Error) throw found
    return found
  }
  const clean = () => Promise.reject(new Error('never asked'))
  const images = { process, clean, close: async () => undefined, pids: () => [] }
  const { transaction = deps.transaction } = worker
  const given = { ...deps, transaction, storage, images }
  await handleProcessMedia(given, { circleId: circle.id, mediaId }, aRun(isLastTry))
}

/** A store that tells what it is asked to remove. */
function removals(removed: string[]): Pick<WorkerDeps, 'storage'> {
  const remove: typeof deps.storage.remove = async (keys) => {
    removed.push(...keys)
  }
  return { storage: { ...deps.storage, remove } }
}

async function statusOf(circle: TestCircle, user: TestUser, mediaIds: string[]) {
  const scope = await scopeIn(deps, circle, user, 'media.read')
  return (await readStatus(deps, scope, { circleId: circle.id, mediaIds })).items
}

async function failuresOf(circle: TestCircle, user: TestUser): Promise<string[]> {
  const scope = await scopeIn(deps, circle, user, 'media.failures')
  const ids: string[] = []
  let cursor: string | null = null
  do {
    const input = mediaFailures.input.parse({ circleId: circle.id, limit: 2, ...(cursor ? { cursor } : {}) })
    const page: Awaited<ReturnType<typeof listFailures>> = await listFailures(deps, scope, input)
    ids.push(...page.items.map((item) => item.id))
    cursor = page.nextCursor
  } while (cursor)
  return ids
}

async function jobsOf(circle: TestCircle) {
  return (await queuedJobs(deps, processMedia)).filter((job) => job.circleId === circle.id)
}

/** Until some session in this database waits for another's lock. */
async function someoneWaits(): Promise<void> {
  await expect
    .poll(async () => {
      const { rows } = await sql<{ count: number }>`
        select count(*) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'
      `.execute(deps.db)
      return rows[0]?.count
    })
    .toBe(1)
}
