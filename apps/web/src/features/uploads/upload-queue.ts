import { limits } from '@kinkeep/contracts/limits'
import type { MediaView, RequestedUpload } from '@kinkeep/contracts/media'
import { backoff } from './backoff.ts'
import { classifyFailure } from './classify-failure.ts'
import type { SavedFile } from './upload-database.ts'
import {
  isDelivered,
  newUpload,
  toCompleting,
  toKnown,
  toPostponed,
  toRefused,
  toSending,
  toWaiting,
  type UploadFacts,
  type UploadItem,
  type UploadReason,
} from './upload-item.ts'
import { createUploadList, type UploadsView } from './upload-list.ts'
import type { UploadPorts } from './upload-ports.ts'

/** Files written into the browser in one transaction. */
const savedAtOnce = 20
/** Bytes of a drop that are written faster than anybody reloads. */
const lightDrop = 100_000_000
/** Files sent at the same time. */
const concurrency = 4
/** Tries after which a store that answers, but not well, is believed. */
const mostAttempts = 6

type Grant = Extract<RequestedUpload, { status: 'send' }>

export interface UploadQueue {
  /** Takes files on. They are written into the browser first, so that a reload loses none. */
  add: (owner: string, files: readonly { facts: UploadFacts; file: File }[]) => Promise<void>
  /** Goes on with files that another tab, or this one before a reload, had taken on. */
  resume: (facts: readonly UploadFacts[]) => void
  retry: (uploadKeys: readonly string[]) => void
  /** Forgets files: those under way are called off, those that arrived leave the list. */
  remove: (uploadKeys: readonly string[]) => void
  /** Stops and empties the list; what is saved in the browser stays there for later. */
  pause: () => void
  /** What the server now says of delivered photos. */
  settle: (media: readonly MediaView[]) => void
  /** The network is back: nothing waits any longer. */
  wake: () => void
  /** The bytes of a file, while this tab knows them. */
  fileOf: (uploadKey: string) => Blob | undefined
  subscribe: (listener: () => void) => () => void
  view: () => UploadsView
}

/** Brings files to the store and tells the server, over every failure that passes. Holds handles, never bytes. */
export function createUploadQueue(ports: UploadPorts): UploadQueue {
  const list = createUploadList(ports.after)
  const files = new Map<string, Blob>()
  /** Keys that have been hashed, with what came of it. */
  const hashes = new Map<string, string | undefined>()
  const grants = new Map<string, Grant>()
  const sending = new Map<string, AbortController>()
  let isHashing = false
  let isRequesting = false

  const isDue = (item: UploadItem) => item.state === 'waiting' && item.retryAt <= ports.now()

  /** Starts whatever can be started now. Every change that may allow more ends here. */
  function pump(): void {
    if (!ports.isOnline()) return
    const due = list.all().filter(isDue)
    if (!isHashing) {
      const next = due.find(({ uploadKey }) => !hashes.has(uploadKey))
      if (next && hashes.size < sending.size + 2 * limits.filesPerRequest) void hash(next)
    }
    if (!isRequesting && grants.size < concurrency) void request(due)
    for (const item of due) {
      if (sending.size >= concurrency) return
      const grant = grants.get(item.uploadKey)
      if (grant) void send(item, grant)
    }
  }

  async function hash(item: UploadItem): Promise<void> {
    isHashing = true
    try {
      hashes.set(item.uploadKey, await ports.hash(await bytesOf(item.uploadKey)))
    } catch {
      await giveUp(item.uploadKey, 'UNREADABLE')
    } finally {
      isHashing = false
      pump()
    }
  }

  /** Asks where to put files, up to fifty in a call: few at first, so that the first one starts at once. */
  async function request(due: readonly UploadItem[]): Promise<void> {
    const asked = due.filter(({ uploadKey }) => hashes.has(uploadKey) && !grants.has(uploadKey))
    const circleId = asked[0]?.circleId
    if (circleId === undefined) return
    const batch = asked.filter((item) => item.circleId === circleId).slice(0, limits.filesPerRequest)
    isRequesting = true
    try {
      const { uploads } = await ports.requestUpload({ circleId, files: batch.map(toRequest) })
      await Promise.all(uploads.map(take))
    } catch (error) {
      await Promise.all(batch.map(({ uploadKey }) => fail(uploadKey, error)))
    } finally {
      isRequesting = false
      pump()
    }
  }

  const toRequest = ({ uploadKey, name, size, type, modifiedAt, modifiedOffset, keep }: UploadItem) => {
    const sha256 = hashes.get(uploadKey)
    const file = { uploadKey, name, byteSize: size, contentType: type, modifiedAt, modifiedOffset, keep }
    return sha256 === undefined ? file : { ...file, sha256 }
  }

  async function take(answer: RequestedUpload): Promise<void> {
    const { uploadKey } = answer
    // Called off while we asked: a grant nobody uses would hold a place.
    if (!list.get(uploadKey)) return
    if (answer.status === 'refused') return giveUp(uploadKey, answer.reason)
    list.change(uploadKey, (item) => ({ ...item, mediaId: answer.mediaId }))
    if (answer.status === 'send') grants.set(uploadKey, answer)
    else await complete(uploadKey, answer.mediaId)
  }

  async function send({ uploadKey, size }: UploadItem, grant: Grant): Promise<void> {
    const { url, headers, mediaId } = grant
    const calling = new AbortController()
    sending.set(uploadKey, calling)
    list.change(uploadKey, toSending)
    try {
      const status = await ports.put({
        url,
        headers,
        body: await bytesOf(uploadKey),
        signal: calling.signal,
        onProgress: (sent) => list.change(uploadKey, (item) => ({ ...item, sent: Math.min(sent, size) })),
      })
      if (calling.signal.aborted) return
      // 412: the bytes are there already, and only the answer to an earlier try was lost.
      if ((status >= 200 && status < 300) || status === 412) await complete(uploadKey, mediaId)
      else await undelivered(uploadKey, status)
    } catch {
      await giveUp(uploadKey, 'UNREADABLE')
    } finally {
      sending.delete(uploadKey)
      pump()
    }
  }

  /** The store did not take the bytes: 403 means that the address is too old, 0 that nobody answered. */
  async function undelivered(uploadKey: string, status: number): Promise<void> {
    if (status === 0 && !(await isReadable(uploadKey))) return giveUp(uploadKey, 'UNREADABLE')
    const isAnswer = status >= 400 && status < 500
    const { attempts = 0 } = list.get(uploadKey) ?? {}
    if (isAnswer && attempts + 1 >= mostAttempts) return giveUp(uploadKey, 'NOT_STORED')
    postpone(uploadKey, null)
  }

  async function complete(uploadKey: string, mediaId: string): Promise<void> {
    const item = list.get(uploadKey)
    if (!item) return
    list.change(uploadKey, toCompleting)
    try {
      const { state, keepId } = await ports.completeUpload({ circleId: item.circleId, mediaId })
      list.change(uploadKey, (item) => toKnown(item, { state, mediaId, keepId }))
      await forgetBytes(uploadKey)
    } catch (error) {
      await fail(uploadKey, error)
    }
  }

  async function fail(uploadKey: string, error: unknown): Promise<void> {
    const failure = classifyFailure(error)
    if (failure.final !== null) return giveUp(uploadKey, failure.final)
    postpone(uploadKey, failure.wait)
  }

  function postpone(uploadKey: string, wait: number | null): void {
    const item = list.get(uploadKey)
    if (!item) return
    grants.delete(uploadKey)
    const pause = wait ?? backoff(item.attempts, ports.random)
    list.change(uploadKey, (item) => toPostponed(item, ports.now() + pause))
    // A little later than due: timers are allowed to come early.
    ports.after(pause + 20, pump)
  }

  /** Writes files into the browser; those it has no room for stay in memory only. */
  async function save(owner: string, some: readonly SavedFile[]): Promise<void> {
    const isSaved = await ports.database.save(owner, some).then(
      () => true,
      () => false,
    )
    if (!isSaved && some.length > 1) {
      for (const each of some) await save(owner, [each])
      return
    }
    for (const { facts } of some) {
      const { uploadKey } = facts
      // Called off meanwhile.
      if (!list.get(uploadKey)) await forgetBytes(uploadKey)
      if (!isSaved) list.volatile.add(uploadKey)
    }
  }

  /** From now on these may be sent. */
  function release(some: readonly SavedFile[]): void {
    for (const { facts } of some) {
      list.change(facts.uploadKey, (item) => (item.state === 'saving' ? toWaiting(item) : item))
    }
  }

  async function giveUp(uploadKey: string, reason: UploadReason): Promise<void> {
    grants.delete(uploadKey)
    hashes.delete(uploadKey)
    list.change(uploadKey, (item) => toRefused(item, reason))
    await ports.database.remove([uploadKey]).catch(() => undefined)
  }

  async function forgetBytes(uploadKey: string): Promise<void> {
    grants.delete(uploadKey)
    hashes.delete(uploadKey)
    await ports.database.remove([uploadKey]).catch(() => undefined)
  }

  async function bytesOf(uploadKey: string): Promise<Blob> {
    const file = files.get(uploadKey) ?? (await ports.database.read(uploadKey))
    if (!file) throw new Error('The file is gone')
    return file
  }

  /** Whether a file that would not be sent can still be read; the copy in the browser stands in for a changed original. */
  async function isReadable(uploadKey: string): Promise<boolean> {
    for (const read of [bytesOf, (key: string) => ports.database.read(key)]) {
      const file = await read(uploadKey).catch(() => undefined)
      const bytes = await file
        ?.slice(0, 1)
        .arrayBuffer()
        .catch(() => undefined)
      if (file && bytes) {
        files.set(uploadKey, file)
        return true
      }
    }
    return false
  }

  return {
    async add(owner, added) {
      for (const { facts, file } of added) files.set(facts.uploadKey, file)
      list.put(...added.map(({ facts }) => newUpload(facts, 'saving')))
      // A drop that is saved in a moment is saved whole before anything is sent: from then on no reload hurts it.
      const isLight = added.reduce((sum, { facts }) => sum + facts.size, 0) < lightDrop
      for (let start = 0; start < added.length; start += savedAtOnce) {
        await save(owner, added.slice(start, start + savedAtOnce))
        if (isLight) continue
        release(added.slice(start, start + savedAtOnce))
        pump()
      }
      release(added)
      pump()
    },

    resume(facts) {
      list.put(...facts.flatMap((each) => (list.get(each.uploadKey) ? [] : newUpload(each, 'waiting'))))
      pump()
    },

    retry(uploadKeys) {
      for (const key of uploadKeys)
        list.change(key, (item) => (item.state === 'refused' ? toWaiting(item) : item))
      pump()
    },

    remove(uploadKeys) {
      for (const key of uploadKeys) {
        sending.get(key)?.abort()
        files.delete(key)
        const item = list.get(key)
        if (item && !isDelivered(item)) void forgetBytes(key)
      }
      list.drop(uploadKeys)
      pump()
    },

    pause() {
      for (const calling of sending.values()) calling.abort()
      for (const known of [files, hashes, grants]) known.clear()
      list.drop(list.all().map(({ uploadKey }) => uploadKey))
    },

    settle(media) {
      const byId = new Map(media.map((each) => [each.id, each]))
      for (const item of list.all()) {
        const known = item.mediaId === null || !isDelivered(item) ? undefined : byId.get(item.mediaId)
        if (known && known.state !== item.state) {
          list.change(item.uploadKey, () => toKnown(item, { state: known.state, reason: known.failure }))
        }
      }
    },

    wake() {
      for (const item of list.all()) {
        if (item.state === 'waiting')
          list.change(item.uploadKey, (each) => ({ ...each, retryAt: 0, attempts: 0 }))
      }
      pump()
    },

    fileOf: (uploadKey) => files.get(uploadKey),
    subscribe: list.subscribe,
    view: list.view,
  }
}
