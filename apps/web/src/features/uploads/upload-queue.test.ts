import { TRPCClientError } from '@trpc/client'
import { expect, test } from 'vitest'
import type { UploadFacts } from './upload-item.ts'
import type { UploadPorts } from './upload-ports.ts'
import { createUploadQueue } from './upload-queue.ts'

/** A server, a store and a browser's disk, as the queue meets them. Time passes as fast as it is asked for. */
function createWorld(change: Partial<UploadPorts> = {}) {
  const disk = new Map<string, Blob>()
  const stored = new Set<string>()
  const media = new Map<string, { mediaId: string; isComplete: boolean; completions: number }>()
  const calls = { requests: 0, most: 0, running: 0 }
  let time = 0
  const ports: UploadPorts = {
    requestUpload: async ({ files }) => {
      calls.requests += 1
      return {
        uploads: files.map(({ uploadKey }) => {
          const known = media.get(uploadKey) ?? {
            mediaId: `media-${uploadKey}`,
            isComplete: false,
            completions: 0,
          }
          media.set(uploadKey, known)
          const { mediaId } = known
          if (known.isComplete) return { status: 'alreadyComplete' as const, uploadKey, mediaId }
          return { status: 'send' as const, uploadKey, mediaId, url: mediaId, headers: {}, expiresAt: '' }
        }),
      }
    },
    completeUpload: async ({ mediaId }) => {
      const known = [...media.values()].find((each) => each.mediaId === mediaId)
      if (!known || !stored.has(mediaId)) throw new Error('UPLOAD_MISSING')
      if (!known.isComplete) known.completions += 1
      known.isComplete = true
      return { mediaId, state: 'processing', keepId: null }
    },
    put: async ({ url }) => {
      calls.running += 1
      calls.most = Math.max(calls.most, calls.running)
      await Promise.resolve()
      calls.running -= 1
      stored.add(url)
      return 200
    },
    hash: async () => undefined,
    database: {
      save: async (_, some) => {
        for (const { facts, file } of some) disk.set(facts.uploadKey, file)
      },
      read: async (uploadKey) => disk.get(uploadKey),
      remove: async (keys) => {
        for (const key of keys) disk.delete(key)
      },
    },
    isOnline: () => true,
    now: () => time,
    random: () => 0.5,
    after: (ms, task) => {
      setImmediate(() => {
        time += ms
        task()
      })
    },
    ...change,
  }
  return { ports, disk, media, calls }
}

function newFiles(count: number): { facts: UploadFacts; file: File }[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `${index}.jpg`
    const facts: UploadFacts = {
      ...{ uploadKey: `key-${index}`, userId: 'u', circleId: 'c', name, size: 3, type: 'image/jpeg' },
      ...{ modifiedAt: '2025-07-12T10:00:00', modifiedOffset: 0, keep: 'own' },
    }
    return { facts, file: new File(['abc'], name) }
  })
}

/** Answers when every file of the queue is in one of the states. */
function reached(queue: ReturnType<typeof createUploadQueue>, count: number, ...states: string[]) {
  return new Promise<void>((resolve) => {
    const look = () => {
      const { items } = queue.view()
      if (items.length === count && items.every(({ state }) => states.includes(state))) resolve()
    }
    queue.subscribe(look)
    look()
  })
}

test('two hundred files arrive once each, four at a time, in few calls, and leave the disk', async () => {
  const world = createWorld()
  const queue = createUploadQueue(world.ports)
  await queue.add('tab', newFiles(200))
  await reached(queue, 200, 'processing')
  expect(world.media.size).toBe(200)
  expect([...world.media.values()].every(({ completions }) => completions === 1)).toBe(true)
  expect(world.calls.most).toBeLessThanOrEqual(4)
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
    completeUpload: async (input) => {
      const answer = await completeUpload(input)
      if (before(`complete ${input.mediaId}`) === 0) throw new Error('the answer was lost')
      return answer
    },
    put: async (request) => [0, 403, 503][before(`put ${request.url}`)] ?? (await put(request)),
  })
  await queue.add('tab', newFiles(60))
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
  await queue.add('tab', newFiles(3))
  await reached(queue, 3, 'processing')
  expect([...world.media.values()].map(({ completions }) => completions)).toEqual([1, 1, 1])
})

test('after a reload the rest is sent under the same keys', async () => {
  const world = createWorld()
  const before = createUploadQueue({ ...world.ports, put: () => new Promise(() => undefined) })
  const files = newFiles(12)
  await before.add('tab', files)
  expect(world.disk.size).toBe(12)

  const after = createUploadQueue(world.ports)
  after.resume(files.map(({ facts }) => facts))
  await reached(after, 12, 'processing')
  expect(world.media.size).toBe(12)
  expect(world.disk.size).toBe(0)
})

test('a refusal is final and says why; the others go on', async () => {
  const world = createWorld()
  const { requestUpload } = world.ports
  const queue = createUploadQueue({
    ...world.ports,
    requestUpload: async (input) => {
      const { uploads } = await requestUpload(input)
      return {
        uploads: uploads.map((upload) =>
          upload.uploadKey === 'key-1'
            ? { status: 'refused' as const, uploadKey: 'key-1', reason: 'TOO_LARGE' as const }
            : upload,
        ),
      }
    },
  })
  await queue.add('tab', newFiles(3))
  await reached(queue, 3, 'processing', 'refused')
  expect(queue.view().items.find(({ uploadKey }) => uploadKey === 'key-1')).toMatchObject({
    state: 'refused',
    reason: 'TOO_LARGE',
  })
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
  await queue.add('tab', newFiles(1))
  await reached(queue, 1, 'processing')
  expect(waited).toBeGreaterThanOrEqual(30_000)
})

test('where the disk is full the files stay in memory, and the tab is asked to stay', async () => {
  const world = createWorld({ put: () => new Promise(() => undefined) })
  const queue = createUploadQueue({
    ...world.ports,
    database: { ...world.ports.database, save: () => Promise.reject(new Error('QuotaExceededError')) },
  })
  await queue.add('tab', newFiles(2))
  await new Promise<void>((resolve) => queue.subscribe(() => queue.view().items.length === 2 && resolve()))
  expect(queue.view().needsTab).toBe(true)
})

function tooMany(retryAfter: number): TRPCClientError<never> {
  const error = new TRPCClientError<never>('TOO_MANY_REQUESTS')
  return Object.assign(error, { data: { reason: 'TOO_MANY_REQUESTS', retryAfter } })
}
