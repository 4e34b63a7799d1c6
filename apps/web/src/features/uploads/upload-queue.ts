import { refusalOf } from '@kinkeep/contracts/claimed-files'
import { limits } from '@kinkeep/contracts/limits'
import type { RequestedUpload } from '@kinkeep/contracts/media'
import { backoff } from './backoff.ts'
import { classifyFailure } from './classify-failure.ts'
import type { PutOutcome } from './classify-put.ts'
import type { FileHashes } from './file-hashes.ts'
import { BytesGone, createKeptBytes } from './kept-bytes.ts'
import { restoredUpload, savedUpload } from './saved-upload.ts'
import { type Grant, sendFile } from './send-file.ts'
import { toRequest } from './to-request.ts'
import {
  isDelivered,
  isSettled,
  isWorthRetrying,
  newUpload,
  type Twin,
  toAnother,
  toCompleting,
  toDuplicate,
  toKnown,
  toMissing,
  toPostponed,
  toRefused,
  toSending,
  toWaiting,
  type UploadItem,
  type UploadReason,
} from './upload-item.ts'
import { createUploadList } from './upload-list.ts'
import type { UploadPorts } from './upload-ports.ts'
import type { UploadQueue } from './upload-queue-type.ts'

/** Files sent at the same time. */
const concurrency = 4
/** Tries after which a store that answers, but not well, is believed. */
const mostAttempts = 6

/** Brings files to the store and tells the server, over every failure that passes. */
export function createUploadQueue(ports: UploadPorts): UploadQueue {
  const list = createUploadList(ports.after)
  const bytes = createKeptBytes(ports.database.readBytes, (key) => list.get(key)?.size)
  const hashes = new Map<string, FileHashes>()
  /** What the hash of bytes that were given again has to be. */
  const expected = new Map<string, string>()
  const grants = new Map<string, Grant>()
  const sending = new Map<string, AbortController>()
  let isHashing = false
  let isRequesting = false
  let isPaused = false

  const isDue = (item: UploadItem) => item.state === 'waiting' && item.retryAt <= ports.now()

  /** Starts whatever can be started now. Every change that may allow more ends here. */
  function pump(): void {
    if (isPaused || !ports.isOnline()) return
    const due = list.all().filter(isDue)
    const asked = due.filter(({ uploadKey }) => hashes.has(uploadKey) && !grants.has(uploadKey))
    if (!isHashing && asked.length < 2 * limits.filesPerRequest) {
      const next = due.find(({ uploadKey }) => !hashes.has(uploadKey))
      if (next) void hash(next)
    }
    if (!isRequesting && grants.size < concurrency) void request(asked)
    for (const item of due) {
      if (sending.size >= concurrency) return
      const grant = grants.get(item.uploadKey)
      if (grant && !sending.has(item.uploadKey)) void send(item, grant)
    }
  }

  async function hash(upload: UploadItem): Promise<void> {
    const { uploadKey } = upload
    isHashing = true
    try {
      // Nobody waits minutes for a film to be read that is too large to be sent.
      const refusal = refusalOf(toRequest(upload, undefined))
      if (refusal) return await giveUp(uploadKey, refusal)
      list.change(uploadKey, (item) => ({ ...item, state: 'reading', read: 0 }))
      const found = await ports.hash(await bytes.get(uploadKey), (read) =>
        list.change(uploadKey, (item) => ({ ...item, read })),
      )
      const wanted = expected.get(uploadKey)
      if (wanted !== undefined && wanted !== found.sha256) {
        bytes.forget(uploadKey)
        list.change(uploadKey, (item) => toMissing(item, 'OTHER_FILE'))
        return dropBytes(uploadKey)
      }
      hashes.set(uploadKey, found)
      const read = list.change(uploadKey, (item) => ({ ...item, state: 'waiting' }))
      if (!read) hashes.delete(uploadKey)
      // A large file is not read twice when the tab dies while it is sent, and one without a copy is known again.
      if (read && (found.parts.length > 0 || list.volatile.has(uploadKey))) await remember(read)
    } catch (error) {
      unreadable(uploadKey, error)
    } finally {
      isHashing = false
      pump()
    }
  }

  /** Asks where to put files, up to fifty in a call: few at first, so that the first one starts at once. */
  async function request(asked: readonly UploadItem[]): Promise<void> {
    const circleId = asked[0]?.circleId
    if (circleId === undefined) return
    const batch = asked.filter((item) => item.circleId === circleId).slice(0, limits.filesPerRequest)
    const files = batch.map((item) => toRequest(item, hashes.get(item.uploadKey)?.sha256))
    const bySendKey = new Map(batch.map(({ sendKey, uploadKey }) => [sendKey, uploadKey]))
    isRequesting = true
    try {
      const { uploads } = await ports.requestUpload({ circleId, files })
      await Promise.all(
        uploads.map((answer) => take(bySendKey.get(answer.uploadKey) ?? '', circleId, answer)),
      )
    } catch (error) {
      await Promise.all(batch.map(({ uploadKey }) => fail(uploadKey, error, true)))
    } finally {
      isRequesting = false
      pump()
    }
  }

  async function take(uploadKey: string, circleId: string, answer: RequestedUpload): Promise<void> {
    if (!list.get(uploadKey)) {
      // Called off while we asked: a grant nobody uses would hold a place.
      if ('mediaId' in answer && answer.status !== 'duplicate') abort(circleId, answer.mediaId)
      return
    }
    if (answer.status === 'refused') return giveUp(uploadKey, answer.reason)
    if (answer.status === 'duplicate') return haveTwin(uploadKey, answer)
    list.change(uploadKey, (item) => ({ ...item, mediaId: answer.mediaId }))
    if (answer.status === 'alreadyComplete') await complete(uploadKey, answer.mediaId)
    else grants.set(uploadKey, answer)
  }

  async function send({ uploadKey, circleId, size }: UploadItem, grant: Grant): Promise<void> {
    const calling = new AbortController()
    const { signal } = calling
    sending.set(uploadKey, calling)
    list.change(uploadKey, toSending)
    try {
      const body = await bytes.get(uploadKey)
      const outcome = await sendFile(ports, {
        ...{ circleId, grant, body, signal, hashes: hashes.get(uploadKey)?.parts ?? [] },
        onProgress: (stored, underway) => {
          // A part that arrived is a try that worked.
          const attempts = (item: UploadItem) => (stored > item.stored ? 0 : item.attempts)
          const sent = stored + underway
          list.change(uploadKey, (item) => ({ ...item, stored, sent, attempts: attempts(item) }))
        },
      })
      if (signal.aborted) interrupted(uploadKey)
      else if (outcome === 'arrived') await complete(uploadKey, grant.mediaId)
      else await undelivered(uploadKey, outcome)
    } catch (error) {
      if (signal.aborted) interrupted(uploadKey)
      else if (size > 0 && !(await bytes.isReadable(uploadKey))) unreadable(uploadKey, error)
      else await fail(uploadKey, error)
    } finally {
      if (sending.get(uploadKey) === calling) sending.delete(uploadKey)
      pump()
    }
  }

  /** Paused, or called off. What the store has by now is asked for anew. */
  function interrupted(uploadKey: string): void {
    grants.delete(uploadKey)
    list.change(uploadKey, toWaiting)
  }

  /** The store did not take the bytes. */
  async function undelivered(uploadKey: string, outcome: PutOutcome): Promise<void> {
    if (outcome === 'later' && !(await bytes.isReadable(uploadKey)))
      return unreadable(uploadKey, new Error('It was not sent'))
    const { attempts = 0 } = list.get(uploadKey) ?? {}
    if (outcome !== 'later' && attempts + 1 >= mostAttempts) return giveUp(uploadKey, 'NOT_STORED')
    postpone(uploadKey, outcome === 'stale' && attempts === 0 ? 0 : null)
  }

  async function complete(uploadKey: string, mediaId: string): Promise<void> {
    const item = list.change(uploadKey, toCompleting)
    if (!item) return
    try {
      const { circleId, size } = item
      const done = await ports.completeUpload({ circleId, mediaId }, size)
      const { keepId } = done
      if (done.isDuplicate) {
        await haveTwin(uploadKey, { mediaId: done.mediaId, keepId, inTrash: false, mayRestore: false })
        return
      }
      grants.delete(uploadKey)
      // Its bytes stay in the browser until they are proven to be in the store.
      const known = list.change(uploadKey, (item) =>
        toKnown(item, { state: done.state, mediaId: done.mediaId, keepId }),
      )
      if (known) await remember(known)
    } catch (error) {
      await fail(uploadKey, error)
    }
  }

  async function fail(uploadKey: string, error: unknown, isAsking = false): Promise<void> {
    const failure = classifyFailure(error)
    if (failure.final === null) return postpone(uploadKey, failure.wait)
    const { attempts = 0 } = list.get(uploadKey) ?? {}
    // An upload that lay for days was swept away: asked for again, it begins anew, unless that is what is refused.
    const isSwept = failure.final === 'NOT_ALLOWED' && !isAsking && attempts + 1 < mostAttempts
    if (isSwept) postpone(uploadKey, null)
    else await giveUp(uploadKey, failure.final)
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

  /** Only the person can help: by choosing it again. */
  function unreadable(uploadKey: string, error: unknown): void {
    grants.delete(uploadKey)
    bytes.forget(uploadKey)
    const reason = error instanceof BytesGone ? 'NOT_KEPT' : 'UNREADABLE'
    list.change(uploadKey, (item) => toMissing(item, reason))
  }

  async function giveUp(uploadKey: string, reason: UploadReason): Promise<void> {
    grants.delete(uploadKey)
    hashes.delete(uploadKey)
    const refused = list.change(uploadKey, (item) => toRefused(item, reason))
    if (refused) await remember(refused)
    // What will be refused again needs no room.
    if (refused && !isWorthRetrying(refused)) dropBytes(uploadKey)
  }

  async function haveTwin(uploadKey: string, { mediaId, keepId, inTrash, mayRestore }: Twin): Promise<void> {
    grants.delete(uploadKey)
    const known = list.change(uploadKey, (item) =>
      toDuplicate(item, { mediaId, keepId, inTrash, mayRestore }),
    )
    if (known) await remember(known)
  }

  async function remember(item: UploadItem): Promise<void> {
    const saved = savedUpload(item, '', hashes.get(item.uploadKey) ?? null)
    await ports.database.update(saved).catch(() => undefined)
  }

  function abort(circleId: string, mediaId: string): void {
    // Failing, the server finds what nobody sends by itself.
    ports.abortUpload({ circleId, mediaId }).catch(() => undefined)
  }

  function dropBytes(uploadKey: string): void {
    void ports.database.removeBytes([uploadKey]).catch(() => undefined)
  }

  /** They reached a good end, or nobody wants them any more. */
  function forget(uploadKeys: readonly string[]): void {
    for (const key of uploadKeys) for (const known of [grants, hashes, expected]) known.delete(key)
    if (uploadKeys.length > 0) void ports.database.remove(uploadKeys).catch(() => undefined)
  }

  return {
    add(added) {
      for (const { facts, file, isVolatile } of added) {
        const { uploadKey } = facts
        if (list.get(uploadKey)) continue
        bytes.put(uploadKey, file)
        if (isVolatile) list.volatile.add(uploadKey)
        list.put(newUpload(facts, 'waiting'))
      }
      pump()
    },

    resume(uploads, inHand) {
      for (const { saved, hasBytes } of uploads) {
        const { uploadKey } = saved
        const had = list.get(uploadKey)
        // A file whose bytes another tab was still saving comes twice.
        if (had && had.state !== 'missing') continue
        if (saved.hashes) hashes.set(uploadKey, saved.hashes)
        const held = inHand?.get(uploadKey)
        if (held) bytes.put(uploadKey, held.file)
        if (held?.isVolatile) list.volatile.add(uploadKey)
        list.put(restoredUpload(saved, hasBytes || held !== undefined))
      }
      pump()
    },

    recover(files) {
      for (const { facts, file, isVolatile } of files) {
        const { uploadKey } = facts
        const known = hashes.get(uploadKey)
        if (known) expected.set(uploadKey, known.sha256)
        hashes.delete(uploadKey)
        bytes.put(uploadKey, file)
        if (isVolatile) list.volatile.add(uploadKey)
        list.change(uploadKey, toWaiting)
      }
      pump()
    },

    retry(uploadKeys) {
      for (const key of uploadKeys) {
        list.change(key, (item) => {
          if (!isWorthRetrying(item)) return item
          // What arrived damaged is not mended: it is sent again as another.
          return item.state === 'failed' ? toAnother(item, ports.newId(), true) : toWaiting(item)
        })
      }
      pump()
    },

    sendAnyway(uploadKeys) {
      for (const key of uploadKeys) {
        list.change(key, (item) => (item.state === 'duplicate' ? toAnother(item, ports.newId(), true) : item))
      }
      pump()
    },

    remove(uploadKeys) {
      for (const key of uploadKeys) {
        const item = list.get(key)
        if (item?.mediaId && !isDelivered(item) && item.state !== 'duplicate')
          abort(item.circleId, item.mediaId)
        sending.get(key)?.abort()
        bytes.forget(key)
      }
      list.drop(uploadKeys)
      forget(uploadKeys)
      pump()
    },

    setPaused(wanted) {
      isPaused = wanted
      list.setPaused(wanted)
      if (isPaused) for (const calling of sending.values()) calling.abort()
      pump()
    },

    stop() {
      for (const calling of sending.values()) calling.abort()
      for (const known of [bytes, hashes, grants, expected]) known.clear()
      list.drop(list.all().map(({ uploadKey }) => uploadKey))
    },

    settle(asked, media) {
      const byId = new Map(media.map((each) => [each.id, each]))
      const done: string[] = []
      for (const item of list.all()) {
        const { uploadKey, mediaId } = item
        if (mediaId === null || !isDelivered(item) || !asked.includes(mediaId)) continue
        const known = byId.get(mediaId)
        if (!known) {
          // Deleted by somebody: nothing is left to wait for.
          list.drop([uploadKey])
          done.push(uploadKey)
          continue
        }
        const { state, failure: reason, isVerified } = known
        const now = list.change(uploadKey, () => toKnown(item, { state, reason, isVerified }))
        if (now?.isVerified && !item.isVerified) dropBytes(uploadKey)
        if (now?.state === 'ready' && now.isVerified) done.push(uploadKey)
        else if (now && isSettled(now) && now.reason !== item.reason) void remember(now)
      }
      forget(done)
    },

    wake() {
      for (const { uploadKey, state } of list.all()) {
        if (state === 'waiting') list.change(uploadKey, (item) => ({ ...item, retryAt: 0, attempts: 0 }))
      }
      pump()
    },

    fileOf: bytes.inHand,
    subscribe: list.subscribe,
    view: list.view,
  }
}
