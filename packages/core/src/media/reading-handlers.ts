import { rm } from 'node:fs/promises'
import path from 'node:path'
import { kindOfType } from '@kinkeep/contracts/claimed-files'
import type { MediaFailureReason, MediaKind } from '@kinkeep/contracts/media-states'
import type { WorkerDeps } from '../platform/deps.ts'
import type { JobRun } from '../platform/job-runner.ts'
import { newTempFolder } from '../platform/temp-folders.ts'
import { failMedia } from './failure-handlers.ts'
import { finishMedia, type ReadMedia } from './finish-media.ts'
import { joinLiveHalves } from './live-handlers.ts'
import { passToOtherReader } from './pass-to-other-reader.ts'
import { mediaKey } from './rules.ts'

/** An original on this machine, in a folder that goes when it has been read. */
export interface FetchedFile {
  folder: string
  inputPath: string
  originalName: string
}

interface Read extends Omit<ReadMedia, 'derivedBytes'> {
  status: 'ready'
  previewBytes: number
  thumbnailBytes: number
}

interface Unread {
  status: 'failed'
  reason: MediaFailureReason
  mime?: string | null
}

/** What a file holds, with what is shown of it in the store, or why not; null: nobody wants it any more. */
export type Reading = Read | Unread | null

/** Failures that may be the machine's and not the file's: worth another try before a person hears of them. */
export const passingFailures: readonly MediaFailureReason[] = ['TIMED_OUT', 'OUT_OF_MEMORY', 'INTERNAL']

/**
 * Has a photo or a video that waits read, and writes down what `read` found, or why there is nothing to show. What
 * turns out to be of the other kind goes to those who read that.
 */
export async function processWaiting(
  deps: Pick<WorkerDeps, 'db' | 'transaction' | 'clock' | 'storage'>,
  place: { circleId: string; mediaId: string },
  run: JobRun,
  kind: MediaKind,
  read: (file: FetchedFile) => Promise<Reading>,
): Promise<void> {
  const { circleId, mediaId } = place
  const media = await deps.db
    .selectFrom('media')
    .select(['state', 'name', 'kind'])
    .where('circleId', '=', circleId)
    .where('id', '=', mediaId)
    .executeTakeFirst()
  // A try that was ended between its two transactions comes again for the second.
  if (media?.state === 'ready') return joinLiveHalves(deps, place)
  if (media?.state !== 'processing' || media.kind !== kind) return

  const folder = await newTempFolder()
  try {
    const inputPath = path.join(folder, 'original')
    const original = mediaKey(circleId, mediaId, 'original')
    const isThere = await deps.storage.download(original, inputPath, run.signal)
    const reading = isThere
      ? await read({ folder, inputPath, originalName: media.name })
      : ({ status: 'failed', reason: 'MISSING' } as const)
    if (!reading) return
    if (reading.status === 'ready') return await finish(deps, place, reading)
    const other = otherKind(reading, kind)
    if (other) return await deps.transaction((tx) => passToOtherReader(tx, place, other))
    if (passingFailures.includes(reading.reason) && !run.isLastTry)
      throw new Error(`${kind}: ${reading.reason}`)
    await failMedia(deps, place, reading.reason)
  } catch (error) {
    if (!run.isLastTry) throw error
    await failMedia(deps, place, 'INTERNAL')
    throw error
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function otherKind({ reason, mime }: Unread, kind: MediaKind): MediaKind | undefined {
  if (reason !== 'UNSUPPORTED_TYPE' || !mime) return undefined
  const found = kindOfType(mime)
  return found === kind ? undefined : found
}

async function finish(
  deps: Pick<WorkerDeps, 'db' | 'transaction'>,
  place: { circleId: string; mediaId: string },
  read: Read,
): Promise<void> {
  const derivedBytes = read.previewBytes + read.thumbnailBytes + (read.renditionBytes ?? 0)
  await deps.transaction((tx) => finishMedia(tx, place, { ...read, derivedBytes }))
  await joinLiveHalves(deps, place)
}
