import { addSeconds } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import { enqueue } from '../platform/jobs.ts'
import { uploadSeconds } from '../platform/storage.ts'
import { runRemovals } from './jobs.ts'

/** Longer than a worker may be busy with what it made while the row was still there. */
const graceSeconds = 60 * 60

/** Rows of one insert. */
const chunkSize = 1000

/**
 * Has everything under these prefixes removed from the store, once this commits: at once, and again when no address
 * that was signed for an upload is good any more. Prefixes end with a slash.
 */
export async function removeObjects(tx: Tx, prefixes: readonly string[]): Promise<void> {
  if (prefixes.length === 0) return
  const now = tx.effects.clock.now()
  const lastAt = addSeconds(now, uploadSeconds + graceSeconds)
  for (let start = 0; start < prefixes.length; start += chunkSize) {
    const chunk = prefixes.slice(start, start + chunkSize)
    await tx
      .insertInto('objectRemovals')
      .values(chunk.map((prefix) => ({ prefix, dueAt: now, lastAt })))
      .onConflict((conflict) => conflict.column('prefix').doUpdateSet({ dueAt: now, lastAt }))
      .execute()
  }
  // Without a payload: whose objects these are is nothing for the queue to keep.
  await enqueue(tx, runRemovals, {})
}
