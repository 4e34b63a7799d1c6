import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { PhotoType } from '@kinkeep/contracts/media-states'
import { sql } from 'kysely'
import type { z } from 'zod'
import { addSeconds, secondsPerDay } from '../platform/clock.ts'
import type { WorkerDeps } from '../platform/deps.ts'
import type { CleanResult } from '../platform/images/clean-image.ts'
import type { JobRun } from '../platform/job-runner.ts'
import { newTempFolder } from '../platform/temp-folders.ts'
import type { cleanMedia } from './clean-jobs.ts'
import { copyDays, copyKey, copyPrefix } from './clean-rules.ts'
import { removeObjects } from './remove-objects.ts'
import { mediaKey } from './rules.ts'

type Payload = z.infer<typeof cleanMedia.payload>
type Cleaned = Extract<CleanResult, { status: 'cleaned' }>
type CleanDeps = Pick<WorkerDeps, 'db' | 'storage' | 'images'>

/** Failures that may be the machine's and not the file's. */
const passing = ['TIMED_OUT', 'OUT_OF_MEMORY']

/** Makes the copy that waits under this id. May run twice: it writes the same, and only a row that waits is changed. */
export async function handleCleanMedia(deps: CleanDeps, payload: Payload, run: JobRun): Promise<void> {
  const { circleId, mediaId, copyId } = payload
  const media = await deps.db
    .selectFrom('cleanCopies')
    .innerJoin('media', (join) =>
      join.onRef('media.circleId', '=', 'cleanCopies.circleId').onRef('media.id', '=', 'cleanCopies.mediaId'),
    )
    .select(['media.mime', 'media.turned'])
    .where('cleanCopies.circleId', '=', circleId)
    .where('cleanCopies.mediaId', '=', mediaId)
    .where('cleanCopies.id', '=', copyId)
    .where('cleanCopies.state', '=', 'waiting')
    .executeTakeFirst()
  if (!media) return
  const folder = await newTempFolder()
  try {
    const cleaned = await make(deps, payload, media, folder, run)
    if (cleaned) await finish(deps, payload, cleaned)
    else await fail(deps, payload)
  } catch (error) {
    if (run.isLastTry) await fail(deps, payload)
    throw error
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Stores the copy; undefined for a photo of which none can be made. */
async function make(
  deps: CleanDeps,
  { circleId, mediaId, copyId }: Payload,
  { mime, turned }: { mime: string | null; turned: number },
  folder: string,
  { signal, isLastTry }: JobRun,
): Promise<Cleaned | undefined> {
  const inputPath = path.join(folder, 'original')
  const cleanPath = path.join(folder, 'clean')
  if (!(await deps.storage.download(mediaKey(circleId, mediaId, 'original'), inputPath, signal)))
    return undefined
  const input = { inputPath, cleanPath, mime: mime as PhotoType, rotation: turned }
  const result = await deps.images.clean(input, signal)
  if (result.status === 'failed') {
    if (passing.includes(result.reason) && !isLastTry) throw new Error(`clean copy: ${result.reason}`)
    return undefined
  }
  await deps.storage.upload(copyKey(circleId, mediaId, copyId), cleanPath, result.contentType)
  return result
}

async function finish(deps: CleanDeps, payload: Payload, { contentType, byteSize }: Cleaned): Promise<void> {
  const { circleId, mediaId, copyId } = payload
  const changed = await deps.db
    .updateTable('cleanCopies')
    .set({ state: 'ready', contentType, bytes: byteSize })
    .where('circleId', '=', circleId)
    .where('mediaId', '=', mediaId)
    .where('id', '=', copyId)
    .where('state', '=', 'waiting')
    .returning('id')
    .executeTakeFirst()
  if (changed || (await isKept(deps, payload))) return
  // The photo went meanwhile, or was turned.
  await deps.storage.remove([copyKey(circleId, mediaId, copyId)])
}

async function isKept(deps: CleanDeps, { circleId, mediaId, copyId }: Payload): Promise<boolean> {
  const copy = await deps.db
    .selectFrom('cleanCopies')
    .select('id')
    .where('circleId', '=', circleId)
    .where('mediaId', '=', mediaId)
    .where('id', '=', copyId)
    .where('state', '=', 'ready')
    .executeTakeFirst()
  return copy !== undefined
}

async function fail(deps: CleanDeps, { circleId, mediaId, copyId }: Payload): Promise<void> {
  await deps.storage.remove([copyKey(circleId, mediaId, copyId)]).catch(() => undefined)
  await deps.db
    .updateTable('cleanCopies')
    .set({ state: 'failed' })
    .where('circleId', '=', circleId)
    .where('mediaId', '=', mediaId)
    .where('id', '=', copyId)
    .where('state', '=', 'waiting')
    .execute()
}

export async function handleSweepCleanCopies(deps: Pick<WorkerDeps, 'transaction' | 'clock'>): Promise<void> {
  const before = addSeconds(deps.clock.now(), -copyDays * secondsPerDay)
  await deps.transaction(async (tx) => {
    const gone = await tx
      .deleteFrom('cleanCopies')
      .where(
        sql<boolean>`(circle_id, media_id) in (
          select circle_id, media_id from clean_copies where asked_at < ${before}
          order by circle_id, media_id limit 1000 for update skip locked
        )`,
      )
      .returning(['circleId', 'mediaId', 'id'])
      .execute()
    await removeObjects(
      tx,
      gone.map(({ circleId, mediaId, id }) => copyPrefix(circleId, mediaId, id)),
    )
  })
}
