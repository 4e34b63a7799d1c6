import { rm } from 'node:fs/promises'
import path from 'node:path'
import { type NotNull, sql } from 'kysely'
import type { z } from 'zod'
import { addSeconds } from '../platform/clock.ts'
import type { WorkerDeps } from '../platform/deps.ts'
import { publish } from '../platform/events.ts'
import type { ImageInput } from '../platform/images/image-result.ts'
import type { JobRun } from '../platform/job-runner.ts'
import { newTempFolder } from '../platform/temp-folders.ts'
import { passingFailures } from './reading-handlers.ts'
import { derivedTypes, mediaKey } from './rules.ts'
import { enqueueTurn, type turnMedia } from './turn-jobs.ts'

type Payload = z.infer<typeof turnMedia.payload>
type Rotation = NonNullable<ImageInput['rotation']>

/**
 * Makes preview, thumbnail and ThumbHash of a photo anew, turned as its row says, and then tells of them as another
 * version. Until that is committed the old ones stand for it. May run twice, and beside another turn: who holds the row
 * and finds that it still wants this rotation writes. What cannot be turned stays as it was.
 */
export async function handleTurnMedia(
  deps: Pick<WorkerDeps, 'db' | 'transaction' | 'storage' | 'images'>,
  payload: Payload,
  run: JobRun,
): Promise<void> {
  const { circleId, mediaId } = payload
  const media = await deps.db
    .selectFrom('media')
    .select(['name', 'rotation', 'turned', 'state'])
    .where('circleId', '=', circleId)
    .where('id', '=', mediaId)
    .executeTakeFirst()
  if (media?.state !== 'ready' || media.rotation === media.turned) return
  const rotation = toRotation(media.rotation)

  const folder = await newTempFolder()
  try {
    const files: ImageInput = {
      inputPath: path.join(folder, 'original'),
      previewPath: path.join(folder, 'preview'),
      thumbnailPath: path.join(folder, 'thumbnail'),
      originalName: media.name,
      rotation,
    }
    const original = mediaKey(circleId, mediaId, 'original')
    if (!(await deps.storage.download(original, files.inputPath, run.signal))) {
      return await giveUp(deps, payload, rotation)
    }
    const photo = await deps.images.process(files, run.signal)
    if (photo.status === 'ready') return await finish(deps, payload, files, rotation, photo)
    if (passingFailures.includes(photo.reason) && !run.isLastTry) throw new Error(`turn: ${photo.reason}`)
    await giveUp(deps, payload, rotation)
  } catch (error) {
    if (run.isLastTry) await giveUp(deps, payload, rotation)
    throw error
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

interface TurnedPhoto {
  width: number
  height: number
  thumbHash: string
  previewBytes: number
  thumbnailBytes: number
}

/** The files are written while the row is held: an older turn that comes late must not write over them. */
async function finish(
  deps: Pick<WorkerDeps, 'transaction' | 'storage'>,
  { circleId, mediaId }: Payload,
  { previewPath, thumbnailPath }: ImageInput,
  rotation: Rotation,
  { width, height, thumbHash, previewBytes, thumbnailBytes }: TurnedPhoto,
): Promise<void> {
  await deps.transaction(async (tx) => {
    const media = await tx
      .selectFrom('media')
      .select('keepId')
      .where('circleId', '=', circleId)
      .where('id', '=', mediaId)
      .where('state', '=', 'ready')
      .where('rotation', '=', rotation)
      .where('turned', '<>', rotation)
      .forUpdate()
      .executeTakeFirst()
    if (!media) return
    await Promise.all([
      deps.storage.upload(mediaKey(circleId, mediaId, 'preview'), previewPath, derivedTypes.preview),
      deps.storage.upload(mediaKey(circleId, mediaId, 'thumbnail'), thumbnailPath, derivedTypes.thumbnail),
    ])
    await tx
      .updateTable('media')
      .set({ width, height, thumbHash, turned: rotation, version: sql`version + 1` })
      .set({ derivedBytes: previewBytes + thumbnailBytes })
      .where('circleId', '=', circleId)
      .where('id', '=', mediaId)
      .execute()
    await publish(tx, circleId, { type: 'media.changed', mediaId, keepId: media.keepId })
  })
}

/** Nobody waits any more for what cannot be made. */
async function giveUp(
  deps: Pick<WorkerDeps, 'transaction'>,
  { circleId, mediaId }: Payload,
  rotation: Rotation,
): Promise<void> {
  await deps.transaction(async (tx) => {
    const media = await tx
      .updateTable('media')
      .set((set) => ({ rotation: set.ref('turned') }))
      .where('circleId', '=', circleId)
      .where('id', '=', mediaId)
      .where('rotation', '=', rotation)
      .returning('keepId')
      .executeTakeFirst()
    if (media) await publish(tx, circleId, { type: 'media.changed', mediaId, keepId: media.keepId })
  })
}

/** Photos that wait longer than a turn takes have lost their job, or were brought along turned. */
export async function handleReconcileTurns(
  deps: Pick<WorkerDeps, 'db' | 'transaction' | 'clock'>,
): Promise<void> {
  const waiting = await deps.db
    .selectFrom('media')
    .select(['circleId', 'id as mediaId', 'rotation'])
    .select((media) => media.fn.coalesce('turnAskedAt', 'processedAt').as('since'))
    .where('rotation', '<>', sql<number>`turned`)
    .where('state', '=', 'ready')
    .where('kind', '=', 'photo')
    .where(sql<boolean>`coalesce(turn_asked_at, processed_at) < ${addSeconds(deps.clock.now(), -60)}`)
    .$narrowType<{ since: NotNull }>()
    .limit(1000)
    .execute()
  if (waiting.length === 0) return
  await deps.transaction(async (tx) => {
    for (const photo of waiting) await enqueueTurn(tx, photo)
  })
}

function toRotation(degrees: number): Rotation {
  return ([90, 180, 270] as const).find((each) => each === degrees) ?? 0
}
