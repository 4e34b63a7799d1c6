import { limits } from '@kinkeep/contracts/limits'
import { lockCircle } from '../circles/lock-circle.ts'
import { audit } from '../platform/audit.ts'
import { addSeconds, secondsPerDay } from '../platform/clock.ts'
import type { WorkerDeps } from '../platform/deps.ts'
import { publish } from '../platform/events.ts'
import type { JobRun } from '../platform/job-runner.ts'
import { eraseKeeps } from './erase-keeps.ts'
import { selectTrashedBefore } from './trash-sql.ts'

/** Keeps that go in one transaction. */
const batch = 100

/**
 * A batch of one circle at a time, each whole or not at all: a worker that is killed leaves the rest for the next run.
 * What is due is asked again under the circle's lock, for somebody may take it out, or another worker have been here.
 */
export async function handlePurgeTrash(
  deps: Pick<WorkerDeps, 'db' | 'transaction' | 'clock'>,
  { signal }: Partial<JobRun> = {},
): Promise<void> {
  const before = addSeconds(deps.clock.now(), -limits.trashDays * secondsPerDay)
  const due = await deps.db
    .selectFrom('keeps')
    .select('circleId')
    .distinct()
    .where('trashedAt', '<=', before)
    .orderBy('circleId')
    .limit(1000)
    .execute()
  for (const { circleId } of due) {
    for (;;) {
      signal?.throwIfAborted()
      if ((await purge(deps, circleId, before)) < batch) break
    }
  }
}

async function purge(deps: Pick<WorkerDeps, 'transaction'>, circleId: string, before: Date): Promise<number> {
  return deps.transaction(async (tx) => {
    await lockCircle(tx, circleId)
    const ids = await selectTrashedBefore(tx, circleId, before, batch)
    if (ids.length === 0) return 0
    const events = await eraseKeeps(tx, circleId, ids)
    await audit(tx, { userId: null }, { action: 'keep.purged', circleId })
    await publish(tx, circleId, { type: 'keeps.changed' })
    for (const event of events) await publish(tx, circleId, event)
    return ids.length
  })
}
