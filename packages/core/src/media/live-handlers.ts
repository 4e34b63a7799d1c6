import type { WorkerDeps } from '../platform/deps.ts'
import { joinLivePhoto } from './join-live-photo.ts'
import { findLiveHalves } from './live-sql.ts'

/** After either half is ready: whichever is the later one finds the other. */
export async function joinLiveHalves(
  deps: Pick<WorkerDeps, 'db' | 'transaction'>,
  { circleId, mediaId }: { circleId: string; mediaId: string },
): Promise<void> {
  const halves = await findLiveHalves(deps.db, { circleId, mediaId })
  if (halves) await deps.transaction((tx) => joinLivePhoto(tx, circleId, halves))
}
