import type { WorkerDeps } from '../platform/deps.ts'
import { derivedKeys } from './rules.ts'

/** Photos looked up at once. */
const batch = 100

/** Photos of one run; the next one goes on. */
const longest = 5000

/**
 * Asks the store for what was made of photos before it was counted when it was made. The circle's counter follows by
 * itself. May run twice: a photo that was measured or made anew meanwhile is left as it is.
 */
export async function handleMeasureMedia(deps: Pick<WorkerDeps, 'db' | 'storage'>): Promise<void> {
  for (let seen = 0; seen < longest; seen += batch) {
    const photos = await deps.db
      .selectFrom('media')
      .select(['circleId', 'id'])
      .where('state', '=', 'ready')
      .where('derivedBytes', 'is', null)
      .orderBy('createdAt')
      .limit(batch)
      .execute()
    for (const { circleId, id } of photos) {
      const sizes = await Promise.all(derivedKeys(circleId, id).map((key) => deps.storage.sizeOf(key)))
      await deps.db
        .updateTable('media')
        .set({ derivedBytes: sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0) })
        .where('circleId', '=', circleId)
        .where('id', '=', id)
        .where('state', '=', 'ready')
        .where('derivedBytes', 'is', null)
        .execute()
    }
    if (photos.length < batch) return
  }
}
