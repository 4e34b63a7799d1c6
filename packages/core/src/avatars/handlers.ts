import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { MediaFailureReason } from '@kinkeep/contracts/media-states'
import type { z } from 'zod'
import { tellCirclesOf } from '../circles/tell-circles-of.ts'
import { removeObjects } from '../media/remove-objects.ts'
import { addSeconds, secondsPerDay } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import type { WorkerDeps } from '../platform/deps.ts'
import type { JobRun } from '../platform/job-runner.ts'
import { newTempFolder } from '../platform/temp-folders.ts'
import type { processAvatar } from './jobs.ts'
import { avatarKey, avatarPrefix } from './rules.ts'

interface Avatar {
  id: string
  userId: string
}
type Outcome = 'ready' | Exclude<MediaFailureReason, 'TOO_LONG' | 'CORRUPTED'>

/** Failures that may be the machine's and not the file's. */
const passing: readonly Outcome[] = ['TIMED_OUT', 'OUT_OF_MEMORY', 'INTERNAL']

/**
 * Makes two squares of a picture and shows them instead of the one before. What the person sent goes: with it its
 * EXIF, and where it was taken. May run twice: only a row that still waits is changed.
 */
export async function handleProcessAvatar(
  deps: Pick<WorkerDeps, 'db' | 'transaction' | 'storage' | 'images'>,
  { avatarId }: z.infer<typeof processAvatar.payload>,
  run: JobRun,
): Promise<void> {
  const avatar = await deps.db
    .selectFrom('avatars')
    .select(['id', 'userId'])
    .where('id', '=', avatarId)
    .where('state', '=', 'processing')
    .executeTakeFirst()
  if (!avatar) return
  try {
    const outcome = await makeSquares(deps, avatar, run)
    if (passing.includes(outcome) && !run.isLastTry) throw new Error(`avatar: ${outcome}`)
    await settle(deps, avatar, outcome)
  } catch (error) {
    if (run.isLastTry) await settle(deps, avatar, 'INTERNAL')
    throw error
  }
}

async function makeSquares(
  deps: Pick<WorkerDeps, 'storage' | 'images'>,
  { id, userId }: Avatar,
  { signal }: JobRun,
): Promise<Outcome> {
  const folder = await newTempFolder()
  try {
    const inputPath = path.join(folder, 'original')
    const previewPath = path.join(folder, '256')
    const thumbnailPath = path.join(folder, '64')
    const isThere = await deps.storage.download(avatarKey(userId, id, 'original'), inputPath, signal)
    // Another run was as far as this, and died before it was written down, or is about to write it.
    if (!isThere) return (await areMade(deps, { id, userId })) ? 'ready' : 'MISSING'
    const input = { inputPath, previewPath, thumbnailPath, originalName: '', purpose: 'avatar' } as const
    const result = await deps.images.process(input, signal)
    if (result.status === 'failed') return result.reason
    await deps.storage.upload(avatarKey(userId, id, '256'), previewPath, 'image/webp')
    await deps.storage.upload(avatarKey(userId, id, '64'), thumbnailPath, 'image/webp')
    await deps.storage.remove([avatarKey(userId, id, 'original')])
    return 'ready'
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function areMade({ storage }: Pick<WorkerDeps, 'storage'>, { id, userId }: Avatar): Promise<boolean> {
  const sizes = await Promise.all(
    (['256', '64'] as const).map((size) => storage.sizeOf(avatarKey(userId, id, size))),
  )
  return !sizes.includes(undefined)
}

async function settle(deps: Pick<WorkerDeps, 'transaction'>, avatar: Avatar, outcome: Outcome) {
  await deps.transaction(async (tx) => {
    const user = await tx
      .selectFrom('users')
      .select('avatarId')
      .where('id', '=', avatar.userId)
      .forNoKeyUpdate()
      .executeTakeFirst()
    const settled = await tx
      .updateTable('avatars')
      .set(outcome === 'ready' ? { state: 'ready' } : { state: 'failed', failure: outcome })
      .where('id', '=', avatar.id)
      .where('state', '=', 'processing')
      .returning('id')
      .executeTakeFirst()
    if (!settled && (await isThere(tx, avatar))) return
    // Taken away while it was being made: what was made meanwhile belongs to nobody.
    if (!settled || outcome !== 'ready') return removeObjects(tx, [avatarPrefix(avatar.userId, avatar.id)])
    await show(tx, avatar, user?.avatarId ?? null)
  })
}

/** Settled by another worker meanwhile. */
async function isThere(tx: Tx, { id }: Avatar): Promise<boolean> {
  return (await tx.selectFrom('avatars').select('id').where('id', '=', id).executeTakeFirst()) !== undefined
}

/** Ids go by time: a picture that was asked for earlier never takes the place of a later one. */
async function show(tx: Tx, { id, userId }: Avatar, current: string | null): Promise<void> {
  const old = current !== null && current > id ? id : current
  if (old !== id) {
    const now = tx.effects.clock.now()
    await tx.updateTable('users').set({ avatarId: id, updatedAt: now }).where('id', '=', userId).execute()
    await tellCirclesOf(tx, userId)
  }
  if (!old) return
  await tx.deleteFrom('avatars').where('id', '=', old).execute()
  await removeObjects(tx, [avatarPrefix(userId, old)])
}

/** Objects follow their rows. A failure stays a day, for the person to read of it. */
export async function handleSweepAvatars(deps: Pick<WorkerDeps, 'transaction' | 'clock'>): Promise<void> {
  await deps.transaction(async (tx) => {
    const gone = await tx
      .deleteFrom('avatars')
      .where('state', 'in', ['requested', 'failed', 'processing'])
      .where('createdAt', '<', addSeconds(deps.clock.now(), -secondsPerDay))
      .returning(['id', 'userId'])
      .execute()
    await removeObjects(
      tx,
      gone.map(({ id, userId }) => avatarPrefix(userId, id)),
    )
  })
}
