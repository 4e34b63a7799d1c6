import type { AlbumView, RemoveKeeps } from '@kinkeep/contracts/albums'
import { can } from '@kinkeep/contracts/roles'
import { sql } from 'kysely'
import type { CircleScope } from '../circles/access.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { publish } from '../platform/events.ts'
import { getAlbumForWrite, getAlbumView } from './queries.ts'

/**
 * Takes keeps out of an album, in which they may not be any more; what the caller does not see stays. Throws NotFound
 * for an album that is not there.
 */
export async function removeKeeps(
  deps: Pick<Deps, 'transaction'>,
  scope: CircleScope<'album.update'>,
  { albumId, keepIds }: RemoveKeeps,
): Promise<AlbumView> {
  const { circleId } = scope
  const seesAll = can(scope.role, 'keep.restrict')
  return deps.transaction(async (tx) => {
    const album = await getAlbumForWrite(tx, scope, albumId)
    const removed = await tx
      .deleteFrom('albumKeeps')
      .where('circleId', '=', circleId)
      .where('albumId', '=', album.id)
      .where(
        sql<boolean>`keep_id in (
          select id from keeps where circle_id = ${circleId} and id = any(${keepIds}::uuid[])
            and trashed_at is null and (${seesAll} or visibility = 'circle')
        )`,
      )
      .returning('keepId')
      .execute()
    if (removed.length > 0) {
      // Its cover may have gone with them.
      await sql`
        update albums set cover_media_id = null
        where circle_id = ${circleId} and id = ${album.id} and exists (
          select from media where media.circle_id = albums.circle_id and media.id = albums.cover_media_id
            and media.keep_id = any(${removed.map(({ keepId }) => keepId)}::uuid[])
        )
      `.execute(tx)
    }
    const view = await getAlbumView(tx, scope, album.id)
    if (removed.length === 0) return view
    await audit(tx, scope.actor, { action: 'album.keepsRemoved', circleId, subjectId: album.id })
    await publish(tx, circleId, { type: 'album.changed', albumId: album.id })
    return view
  })
}
