import { limits } from '@kinkeep/contracts/limits'
import type { MediaView } from '@kinkeep/contracts/media'
import { TRPCClientError } from '@trpc/client'
import { expect, test } from 'vitest'
import { hashParts } from './file-hashes.ts'
import { type SavedUpload, savedUpload } from './saved-upload.ts'
import type { TakenFile } from './taken-file.ts'
import { newUpload, type UploadFacts } from './upload-item.ts'
import type { UploadPorts } from './upload-ports.ts'
import { createUploadQueue } from './upload-queue.ts'
import type { UploadQueue } from './upload-queue-type.ts'

interface Known {
  mediaId: string
  isComplete: boolean
  completions: number
  sha256: string | undefined
  /** Numbers of parts that the store has, and how often each was sent. */
  parts: Map<number, number>
  size: number
}

/** A server, a store and a browser's disk, as the queue meets them. Time passes as fast as it is asked for. */
function createWorld(change: Partial<UploadPorts> = {}) {
  const disk = new Map<string, { saved: SavedUpload; bytes: Blob | undefined }>()
  const stored = new Set<string>()
  const media = new Map<string, Known>()
  const aborted: string[] = []
  const calls = { requests: 0, most: 0, running: 0 }
  const byId = (mediaId: string) => [...media.values()].find((each) => each.mediaId === mediaId)
  let time = 0
  let ids = 0
  const ports: UploadPorts = {
    requestUpload: async ({ files }) => {
      calls.requests += 1
      return {
        uploads: files.map(({ uploadKey, sha256, allowDuplicate, byteSize }) => {
          const twin = [...media].find(
            ([key, each]) => key !== uploadKey && each.isComplete && each.sha256 === sha256,
          )?.[1]
          if (twin && !allowDuplicate) {
            const { mediaId } = twin
            return { status: 'duplicate', uploadKey, mediaId, keepId: 'k', inTrash: false, mayRestore: true }
          }
          const known = media.get(uploadKey) ?? {
            ...{ mediaId: `media-${uploadKey}`, isComplete: false, completions: 0, sha256 },
            ...{ parts: new Map(), size: byteSize },
          }
          media.set(uploadKey, known)
          const { mediaId, parts } = known
          if (known.isComplete) return { status: 'alreadyComplete', uploadKey, mediaId }
          if (byteSize <= limits.wholeUploadBytes)
            return { status: 'send', uploadKey, mediaId, url: mediaId, headers: {}, expiresAt: '' }
          const sentParts = [...parts.keys()].map((number) => ({ number, sha256: null }))
          const partSize = limits.partBytes
          const partCount = Math.ceil(byteSize / partSize)
          return { status: 'sendParts', uploadKey, mediaId, partSize, partCount, sentParts }
        }),
      }
    },
    requestParts: async ({ mediaId, parts }) => ({
      ...{ status: 'send' as const, expiresAt: '' },
      parts: parts.map(({ number }) => ({ number, url: `${mediaId}#${number}`, headers: {}, byteSize: 1 })),
    }),
    completeUpload: async ({ mediaId }, size) => {
      const known = byId(mediaId)
      if (known?.size !== size) throw new Error('another size')
      const isWhole = known && Math.ceil(known.size / limits.partBytes) === known.parts.size
      if (!known || !(stored.has(mediaId) || isWhole)) throw new Error('UPLOAD_MISSING')
      if (!known.isComplete) known.completions += 1
      known.isComplete = true
      return { mediaId, state: 'processing', keepId: null, inTrash: false, isDuplicate: false }
    },
    abortUpload: async ({ mediaId }) => void aborted.push(mediaId),
    put: async ({ url }) => {
      calls.running += 1
      calls.most = Math.max(calls.most, calls.running)
      await Promise.resolve()
      calls.running -= 1
      const [mediaId = '', part] = url.split('#')
      const parts = byId(mediaId)?.parts
      if (part === undefined) stored.add(mediaId)
      else parts?.set(Number(part), (parts.get(Number(part)) ?? 0) + 1)
      return 200
    },
    hash: hashParts,
    database: {
      update: async (saved) => {
        const known = disk.get(saved.uploadKey)
        if (known) disk.set(saved.uploadKey, { ...known, saved })
      },
      readBytes: async (uploadKey) => disk.get(uploadKey)?.bytes,
      removeBytes: async (keys) => {
        for (const key of keys) {
          const known = disk.get(key)
          if (known) disk.set(key, { ...known, bytes: undefined })
        }
      },
      remove: async (keys) => {
        for (const key of keys) disk.delete(key)
      },
    },
    isOnline: () => true,
    now: () => time,
    random: () => 0.5,
    newId: () => `id-${++ids}`,
    after: (ms, task) => {
      setImmediate(() => {
        time += ms
        task()
      })
    },
    ...change,
  }
  /** As the browser has them when they are handed to the queue. */
  const save = (files: readonly TakenFile[]) => {
    for (const { facts, file } of files) {
      disk.set(facts.uploadKey, {
        saved: savedUpload(newUpload(facts, 'saving'), '', null),
        bytes: file,
      })
    }
    return files
  }
  const reloaded = () =>
    [...disk.values()].map(({ saved, bytes }) => ({ saved, hasBytes: bytes !== undefined }))
  return { ports, disk, media, calls, aborted, save, reloaded }
}

function newFiles(count: number, content = (index: number) => `abc ${index}`): TakenFile[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `${index}.jpg`
    const file = new File([content(index)], name)
    const facts: UploadFacts = {
      ...{ uploadKey: `key-${index}`, userId: 'u', circleId: 'c', name, size: file.size, type: 'image/jpeg' },
      ...{ modifiedAt: '2025-07-12T10:00:00', modifiedOffset: 0, keep: 'own', addedAt: index },
    }
    return { facts, file, isVolatile: false }
  })
}

/** Three parts, the last one small. */
function newVideo(): TakenFile {
  const file = new File([new Uint8Array(2 * limits.partBytes + 5)], 'film.mp4')
  const [{ facts } = newFiles(1)[0] as TakenFile] = newFiles(1)
  return {
    facts: { ...facts, name: 'film.mp4', size: file.size, type: 'video/mp4' },
    file,
    isVolatile: false,
  }
}

/** Answers when every file of the queue is in one of the states. */
function reached(queue: UploadQueue, count: number, ...states: string[]) {
  return new Promise<void>((resolve) => {
    const look = () => {
      const { items } = queue.view()
      if (items.length === count && items.every(({ state }) => states.includes(state))) resolve()
    }
    queue.subscribe(look)
    look()
  })
}

const status = (id: string, change: Partial<MediaView & { isVerified: boolean }> = {}) => ({
  ...{
    id,
    state: 'ready' as const,
    failure: null,
    name: '',
    width: 1,
    height: 1,
    thumbHash: null,
    kind: 'photo' as const,
  },
  ...{ durationMs: null, version: 0, liveId: null, rotation: 0 as const, isVerified: true },
  ...change,
})

test('two hundred files arrive once each, four at a time, in few calls, and leave the disk when they are proven', async () => {
  const world = createWorld()
  const queue = createUploadQueue(world.ports)
  queue.add(world.save(newFiles(200)))
  await reached(queue, 200, 'processing')
  expect(world.media.size).toBe(200)
  expect([...world.media.values()].every(({ completions }) => completions === 1)).toBe(true)
  expect(world.calls.most).toBeLessThanOrEqual(4)
  const ids = queue.view().items.map(({ mediaId }) => mediaId ?? '')
  queue.settle(
    ids,
    ids.map((id) => status(id, { isVerified: false })),
  )
  expect(world.disk.size).toBe(200)
  queue.settle(
    ids,
    ids.map((id) => status(id)),
  )
  expect(world.disk.size).toBe(0)
})

test('lost answers, expired addresses and a store that stumbles lose and double nothing', async () => {
  const tries = new Map<string, number>()
  /** How often this has been asked before. */
  const before = (what: string) => {
    const count = tries.get(what) ?? 0
    tries.set(what, count + 1)
    return count
  }
  const world = createWorld()
  const { requestUpload, completeUpload, put } = world.ports
  const queue = createUploadQueue({
    ...world.ports,
    requestUpload: async (input) => {
      const answer = await requestUpload(input)
      if (before('request') % 3 === 0) throw new Error('the answer was lost')
      return answer
    },
    completeUpload: async (input, size) => {
      const answer = await completeUpload(input, size)
      if (before(`complete ${input.mediaId}`) === 0) throw new Error('the answer was lost')
      return answer
    },
    put: async (request) => [0, 403, 503][before(`put ${request.url}`)] ?? (await put(request)),
  })
  queue.add(world.save(newFiles(60)))
  await reached(queue, 60, 'processing')
  expect([...world.media.values()].map(({ completions }) => completions)).toEqual(Array(60).fill(1))
})

test('bytes that arrived although the answer was lost are not sent for ever', async () => {
  const world = createWorld()
  const { put } = world.ports
  const tries = new Set<string>()
  const queue = createUploadQueue({
    ...world.ports,
    put: async (request) => {
      if (tries.has(request.url)) return 412
      tries.add(request.url)
      await put(request)
      return 0
    },
  })
  queue.add(world.save(newFiles(3)))
  await reached(queue, 3, 'processing')
  expect([...world.media.values()].map(({ completions }) => completions)).toEqual([1, 1, 1])
})

test('after a reload the rest is sent under the same keys, and what had arrived is asked about again', async () => {
  const world = createWorld()
  const { put } = world.ports
  let puts = 0
  const before = createUploadQueue({
    ...world.ports,
    put: (request) => (++puts > 5 ? new Promise(() => undefined) : put(request)),
  })
  before.add(world.save(newFiles(12)))
  await new Promise<void>((resolve) =>
    before.subscribe(
      () =>
        before.view().items.filter((item) => item.mediaId && item.state === 'processing').length === 5 &&
        resolve(),
    ),
  )
  expect(world.disk.size).toBe(12)

  const after = createUploadQueue(world.ports)
  after.resume(world.reloaded())
  await reached(after, 12, 'processing')
  expect(world.media.size).toBe(12)
  expect([...world.media.values()].map(({ completions }) => completions)).toEqual(Array(12).fill(1))
})

test('a large file goes in parts, and after a kill in the middle of one only that one is sent again', async () => {
  const world = createWorld()
  const { put } = world.ports
  const file = newVideo()
  let hashed = 0
  const before = createUploadQueue({
    ...world.ports,
    // The second part arrives, but nobody lives to hear of it.
    put: async (request) => {
      await put(request)
      return request.url.endsWith('#2') ? new Promise<number>(() => undefined) : 200
    },
  })
  before.add(world.save([file]))
  await new Promise<void>((resolve) =>
    before.subscribe(() => world.media.get('key-0')?.parts.size === 2 && resolve()),
  )

  const after = createUploadQueue({
    ...world.ports,
    hash: (file, onRead) => {
      hashed += 1
      return hashParts(file, onRead)
    },
  })
  after.resume(world.reloaded())
  await reached(after, 1, 'processing')
  expect([...(world.media.get('key-0')?.parts.values() ?? [])]).toEqual([1, 1, 1])
  expect(hashed).toBe(0)
})

test('a part that fails costs only itself', async () => {
  const world = createWorld()
  const { put } = world.ports
  const failed = new Set<string>()
  const queue = createUploadQueue({
    ...world.ports,
    put: async (request) => {
      if (failed.has(request.url)) return put(request)
      failed.add(request.url)
      return 503
    },
  })
  queue.add(world.save([newVideo()]))
  await reached(queue, 1, 'processing')
  expect([...(world.media.get('key-0')?.parts.values() ?? [])]).toEqual([1, 1, 1])
})

test('what the circle has already is not sent, unless the person says so', async () => {
  const world = createWorld()
  const queue = createUploadQueue(world.ports)
  queue.add(world.save(newFiles(1)))
  await reached(queue, 1, 'processing')
  const again = createUploadQueue(world.ports)
  const [file] = newFiles(1)
  if (!file) throw new Error('No file')
  again.add(world.save([{ ...file, facts: { ...file.facts, uploadKey: 'again' } }]))
  await reached(again, 1, 'duplicate')
  expect(again.view().items[0]?.twin).toMatchObject({ mediaId: 'media-key-0', keepId: 'k', mayRestore: true })
  expect(world.media.size).toBe(1)
  again.sendAnyway(['again'])
  await reached(again, 1, 'processing')
  expect(world.media.size).toBe(2)
})

test('a refusal is final and says why, also after a reload; the others go on', async () => {
  const world = createWorld()
  const { requestUpload } = world.ports
  const queue = createUploadQueue({
    ...world.ports,
    requestUpload: async (input) => {
      const { uploads } = await requestUpload(input)
      return {
        uploads: uploads.map((upload) =>
          upload.uploadKey === 'key-1'
            ? { status: 'refused' as const, uploadKey: 'key-1', reason: 'CIRCLE_FULL' as const }
            : upload,
        ),
      }
    },
  })
  queue.add(world.save(newFiles(3)))
  await reached(queue, 3, 'processing', 'refused')
  const after = createUploadQueue(world.ports)
  after.resume(world.reloaded())
  await reached(after, 3, 'processing', 'refused')
  expect(after.view().items.find(({ uploadKey }) => uploadKey === 'key-1')).toMatchObject({
    state: 'refused',
    reason: 'CIRCLE_FULL',
  })
  after.retry(['key-1'])
  await reached(after, 3, 'processing')
})

test('bytes that were not kept are asked for, and taken only when they are the same', async () => {
  const world = createWorld()
  const [file] = newFiles(1)
  if (!file) throw new Error('No file')
  world.save([file])
  const sha256 = (await hashParts(file.file, () => undefined)).sha256
  const saved = savedUpload(newUpload(file.facts, 'saving'), '', { sha256, parts: [] })
  const queue = createUploadQueue(world.ports)
  queue.resume([{ saved, hasBytes: false }])
  await reached(queue, 1, 'missing')
  queue.recover([{ ...file, file: new File(['other'], '0.jpg') }])
  await new Promise<void>((resolve) =>
    queue.subscribe(() => queue.view().items[0]?.reason === 'OTHER_FILE' && resolve()),
  )
  expect(world.calls.requests).toBe(0)
  queue.recover([file])
  await reached(queue, 1, 'processing')
})

test('a file that cannot be read any more is asked for again, and goes on with what the person gives', async () => {
  const world = createWorld()
  let isBroken = true
  const queue = createUploadQueue({
    ...world.ports,
    hash: (file, onRead) => (isBroken ? Promise.reject(new Error('NotReadable')) : hashParts(file, onRead)),
  })
  const files = newFiles(1)
  queue.add(world.save(files))
  await reached(queue, 1, 'missing')
  expect(queue.view().items[0]?.reason).toBe('UNREADABLE')
  isBroken = false
  queue.recover(files)
  await reached(queue, 1, 'processing')
})

test('an upload that was swept away begins anew', async () => {
  const world = createWorld()
  const { completeUpload } = world.ports
  let tries = 0
  const queue = createUploadQueue({
    ...world.ports,
    completeUpload: (input, size) =>
      tries++ === 0 ? Promise.reject(refused('NOT_FOUND')) : completeUpload(input, size),
  })
  queue.add(world.save(newFiles(1)))
  await reached(queue, 1, 'processing')
  expect(world.calls.requests).toBe(2)
})

test('bytes that arrived as others are sent again as a new upload', async () => {
  const world = createWorld()
  const queue = createUploadQueue(world.ports)
  queue.add(world.save(newFiles(1)))
  await reached(queue, 1, 'processing')
  queue.settle(
    ['media-key-0'],
    [status('media-key-0', { state: 'failed', failure: 'CORRUPTED', isVerified: false })],
  )
  await reached(queue, 1, 'failed')
  queue.retry(['key-0'])
  await reached(queue, 1, 'processing')
  expect([...world.media.keys()]).toEqual(['key-0', 'id-1'])
})

test('a pause stops what is under way, and going on loses nothing', async () => {
  let isStuck = true
  const world = createWorld()
  const { put } = world.ports
  const queue = createUploadQueue({
    ...world.ports,
    put: (request) =>
      isStuck
        ? new Promise((resolve) => request.signal.addEventListener('abort', () => resolve(0)))
        : put(request),
  })
  queue.add(world.save(newFiles(6)))
  await new Promise<void>((resolve) =>
    queue.subscribe(() => queue.view().items.some(({ state }) => state === 'sending') && resolve()),
  )
  queue.setPaused(true)
  await reached(queue, 6, 'waiting')
  expect(queue.view().isPaused).toBe(true)
  isStuck = false
  queue.setPaused(false)
  await reached(queue, 6, 'processing')
  expect(world.media.size).toBe(6)
})

test('what is called off is called off at the server too', async () => {
  const world = createWorld({ put: () => new Promise(() => undefined) })
  const queue = createUploadQueue(world.ports)
  queue.add(world.save(newFiles(1)))
  await reached(queue, 1, 'sending')
  queue.remove(['key-0'])
  expect(world.aborted).toEqual(['media-key-0'])
  expect(world.disk.size).toBe(0)
})

test('a server that asks for patience gets it', async () => {
  const world = createWorld()
  const { requestUpload, now } = world.ports
  let refusedAt: number | undefined
  let waited = 0
  const queue = createUploadQueue({
    ...world.ports,
    requestUpload: async (input) => {
      if (refusedAt === undefined) {
        refusedAt = now()
        throw tooMany(30)
      }
      waited = now() - refusedAt
      return requestUpload(input)
    },
  })
  queue.add(world.save(newFiles(1)))
  await reached(queue, 1, 'processing')
  expect(waited).toBeGreaterThanOrEqual(30_000)
})

test('a file that the browser has no copy of asks for the tab to stay', async () => {
  const world = createWorld({ put: () => new Promise(() => undefined) })
  const queue = createUploadQueue(world.ports)
  queue.add(newFiles(2).map((file) => ({ ...file, isVolatile: true })))
  await new Promise<void>((resolve) => queue.subscribe(() => queue.view().items.length === 2 && resolve()))
  expect(queue.view().needsTab).toBe(true)
})

function refused(reason: string, data: object = {}): TRPCClientError<never> {
  return Object.assign(new TRPCClientError<never>(reason), { data: { reason, ...data } })
}

const tooMany = (retryAfter: number) => refused('TOO_MANY_REQUESTS', { retryAfter })

test('what cannot be sent is refused without being read, and holds nobody up', async () => {
  const read: Blob[] = []
  const { ports, disk, save, calls } = createWorld({
    hash: (file, onRead) => {
      read.push(file)
      return hashParts(file, onRead)
    },
  })
  const queue = createUploadQueue(ports)
  const [large, empty, page, photo] = newFiles(4)
  if (!large || !empty || !page || !photo) throw new Error('four files')
  large.facts.size = limits.photoBytes + 1
  empty.facts.size = 0
  Object.assign(page.facts, { name: 'page.html', type: 'text/html' })
  queue.add(save([large, empty, page, photo]))
  await reached(queue, 4, 'refused', 'processing')
  const { items } = queue.view()
  expect(items.map(({ reason }) => reason)).toEqual(['TOO_LARGE', 'EMPTY', 'UNSUPPORTED_TYPE', null])
  expect(read).toEqual([photo.file])
  expect(calls.requests).toBe(1)
  expect([...disk.values()].map(({ bytes }) => bytes !== undefined)).toEqual([false, false, false, true])
})
