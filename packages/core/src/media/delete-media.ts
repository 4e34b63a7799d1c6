import type { StoredCircleEvent } from '@kinkeep/contracts/events'
import type { DeleteMedia } from '@kinkeep/contracts/trash'
import { sql } from 'kysely'
import type { CircleScope } from '../circles/access.ts'
import { lockCircle } from '../circles/lock-circle.ts'
import { getKeepForWrite } from '../keeps/queries.ts'
import { settleKeepDate } from '../keeps/settle-keep-date.ts'
import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { eraseMedia } from './erase-media.ts'

/**
 * Deletes one photo or video for good: of a keep that the caller may change, or an own one that is in none. The keep
 * takes the date of what is left. Throws NotFound, ROLE_TOO_LOW, and LAST_PHOTO for the last one of a keep that is
 * nothing without: that is for the trash.
 */
export async function deleteMedia(
  deps: Pick<Deps, 'transaction'>,
  scope: CircleScope<'media.delete'>,
  { mediaId }: DeleteMedia,
): Promise<void> {
  const { circleId } = scope
  await deps.transaction(async (tx) => {
    await lockCircle(tx, circleId)
    const keepId = await keepOf(tx, scope, mediaId)
    const events = keepId
      ? await takeOut(tx, scope, keepId, mediaId)
      : await eraseMedia(tx, circleId, [mediaId])
    await audit(tx, scope.actor, { action: 'media.deleted', circleId, subjectId: mediaId })
    await publish(tx, circleId, { type: 'media.changed', mediaId, keepId })
    for (const event of events) await publish(tx, circleId, event)
  })
}

/** Throws NotFound for what is only the moving half of a photo, or did not arrive yet: that upload is called off. */
async function keepOf(tx: Tx, scope: CircleScope, mediaId: string): Promise<string | null> {
  const media = await tx
    .selectFrom('media')
    .select(['keepId', 'uploaderId'])
    .where('circleId', '=', scope.circleId)
    .where('id', '=', mediaId)
    .where('state', '<>', 'requested')
    .where('liveOfId', 'is', null)
    .executeTakeFirst()
  if (!media || (media.keepId === null && media.uploaderId !== scope.userId)) throw notFound()
  return media.keepId
}

async function takeOut(
  tx: Tx,
  scope: CircleScope,
  keepId: string,
  mediaId: string,
): Promise<StoredCircleEvent[]> {
  const { circleId } = scope
  const keep = await getKeepForWrite(tx, scope, keepId)
  const { rows } = await sql<{ id: string }>`
    select id from media where circle_id = ${circleId} and keep_id = ${keepId} and live_of_id is null
  `.execute(tx)
  // It may have come out of the keep before the keep was held.
  if (!rows.some(({ id }) => id === mediaId)) throw notFound()
  if (keep.kind === 'media' && rows.length === 1) throw new DomainError('LAST_PHOTO')
  const events = await eraseMedia(tx, circleId, [mediaId])
  await settleKeepDate(tx, circleId, keepId)
  await tx
    .updateTable('keeps')
    .set({ editedAt: tx.effects.clock.now() })
    .where('circleId', '=', circleId)
    .where('id', '=', keepId)
    .execute()
  return events
}
