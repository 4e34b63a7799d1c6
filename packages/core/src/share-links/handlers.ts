import type { WorkerDeps } from '../platform/deps.ts'

/** A session never lasts longer than its link, so that its own end is enough to know. */
export async function handleSweepShareSessions(deps: Pick<WorkerDeps, 'db' | 'clock'>): Promise<void> {
  await deps.db.deleteFrom('shareSessions').where('expiresAt', '<=', deps.clock.now()).execute()
}
