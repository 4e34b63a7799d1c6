import { sql } from 'kysely'
import type { WorkerDeps } from '../platform/deps.ts'
import type { JobRun } from '../platform/job-runner.ts'

/** Prefixes asked for at once. */
const batch = 200

/**
 * Empties what is due in the store. A prefix is forgotten only after its last time, so that whatever fails, or comes
 * late, is tried again; removing what is not there harms nobody.
 */
export async function handleRemoveObjects(
  deps: Pick<WorkerDeps, 'db' | 'clock' | 'storage'>,
  { signal }: Partial<JobRun> = {},
): Promise<void> {
  const now = deps.clock.now()
  for (;;) {
    const due = await deps.db
      .selectFrom('objectRemovals')
      .select(['prefix', 'lastAt'])
      .where('dueAt', '<=', now)
      .orderBy('dueAt')
      .limit(batch)
      .execute()
    for (const { prefix, lastAt } of due) {
      signal?.throwIfAborted()
      await deps.storage.removeAll(prefix)
      // Asked for anew meanwhile, it has another last time, and stays.
      const isSame = sql<boolean>`prefix = ${prefix} and last_at = ${lastAt}`
      if (lastAt <= now) await deps.db.deleteFrom('objectRemovals').where(isSame).execute()
      else await deps.db.updateTable('objectRemovals').set({ dueAt: lastAt }).where(isSame).execute()
    }
    if (due.length < batch) return
  }
}
