import type { ApiClient } from '../../lib/api.ts'
import { newId } from '../../lib/new-id.ts'
import { adoptOrphans } from './adopt-orphans.ts'
import { hashFile } from './hash-file.ts'
import { putFile } from './put-file.ts'
import { createUploadDatabase } from './upload-database.ts'
import type { UploadFacts, UploadItem } from './upload-item.ts'
import type { UploadsView } from './upload-list.ts'
import { createUploadQueue } from './upload-queue.ts'
import { wallClockOf } from './wall-clock.ts'

interface Session {
  client: ApiClient
  userId: string
  /** This tab among the others of the same browser. */
  owner: string
  /** Resolves when this tab may save files under its name. */
  ready: Promise<void>
  ending: AbortController
}

let session: Session | undefined
const database = createUploadDatabase()

function clientOf(current = session): ApiClient {
  if (!current) throw new Error('Nobody is signed in')
  return current.client
}

const queue = createUploadQueue({
  requestUpload: (input) => clientOf().media.requestUpload.mutate(input),
  completeUpload: (input) => clientOf().media.completeUpload.mutate(input),
  put: putFile,
  hash: hashFile,
  database,
  isOnline: () => navigator.onLine,
  now: () => performance.now(),
  random: Math.random,
  after: (ms, task) => void setTimeout(task, ms),
})

/** Goes on with what this person had not finished sending; does nothing when already started. */
export function startUploads(client: ApiClient, userId: string): void {
  if (session?.userId === userId) return
  stopSession()
  const ending = new AbortController()
  const owner = newId()
  const ready = adoptOrphans({ database, userId, owner, onAdopted: queue.resume, signal: ending.signal })
  // Without a database there is nothing to adopt, and files stay in memory.
  session = { client, userId, owner, ending, ready: ready.catch(() => undefined) }
  window.addEventListener('online', queue.wake, { signal: ending.signal })
}

/** Sends files to a circle; answers their keys at once. */
export function uploadFiles(
  files: readonly File[],
  { circleId, keep }: { circleId: string; keep: UploadFacts['keep'] },
): string[] {
  const current = session
  if (!current) throw new Error('Nobody is signed in')
  const added = files.map((file) => {
    const { wallClock, offset } = wallClockOf(file.lastModified)
    const facts: UploadFacts = {
      uploadKey: newId(),
      userId: current.userId,
      circleId,
      name: cleanName(file.name),
      size: file.size,
      type: file.type,
      modifiedAt: wallClock,
      modifiedOffset: offset,
      keep,
    }
    return { facts, file }
  })
  void current.ready.then(() => queue.add(current.owner, added))
  return added.map(({ facts }) => facts.uploadKey)
}

/** On signing out: nothing of this person's stays in the browser. */
export async function clearUploads(): Promise<void> {
  const userId = session?.userId
  stopSession()
  if (userId !== undefined) await database.clear(userId).catch(() => undefined)
}

function stopSession(): void {
  session?.ending.abort()
  session = undefined
  queue.pause()
}

/** The name as the server takes it: one line, of a length that disks know. */
function cleanName(name: string): string {
  return (
    name
      .replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
      .trim()
      .slice(-255) || '_'
  )
}

export const retryUploads = queue.retry
export const removeUploads = queue.remove
export const settleUploads = queue.settle
export const subscribeToUploads = queue.subscribe
export const uploadsView = (): UploadsView => queue.view()

const previews = new Map<string, string>()

/** An address of the file's own bytes for an `<img>`, while this tab has them. */
export function localPreview({ uploadKey }: Pick<UploadItem, 'uploadKey'>): string | undefined {
  const known = previews.get(uploadKey)
  const file = queue.fileOf(uploadKey)
  if (!file) {
    if (known) URL.revokeObjectURL(known)
    previews.delete(uploadKey)
    return undefined
  }
  const url = known ?? URL.createObjectURL(file)
  previews.set(uploadKey, url)
  return url
}
