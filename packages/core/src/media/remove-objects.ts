import { addSeconds } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import { enqueue } from '../platform/jobs.ts'
import { uploadSeconds } from '../platform/storage.ts'
import { runRemovals } from './jobs.ts'

/** Longer than a worker may be busy with what it began when the row was still there. */
const graceSeconds = 60 * 60

/**
 * Has everything under a prefix removed from the store, once this commits: at once, and again when no address that
 * was signed for an upload is good any more. The prefix ends with a slash.
 */
export async function removeObjects(tx: Tx, prefix: string): Promise<void> {
  const now = tx.effects.clock.now()
  const lastAt = addSeconds(now, uploadSeconds + graceSeconds)
  await tx
    .insertInto('objectRemovals')
    .values({ prefix, dueAt: now, lastAt })
    .onConflict((conflict) => conflict.column('prefix').doUpdateSet({ dueAt: now, lastAt }))
    .execute()
  // Without a payload: whose objects these are is nothing for the queue to keep.
  await enqueue(tx, runRemovals, {})
}
