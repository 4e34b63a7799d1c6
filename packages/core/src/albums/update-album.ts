import type { AlbumView, UpdateAlbum } from '@kinkeep/contracts/albums'
import { can } from '@kinkeep/contracts/roles'
import type { CircleScope } from '../circles/access.ts'
import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { getAlbumForWrite, getAlbumView } from './queries.ts'

/** Changes what an album is called and what stands on it: what is not given stays. Throws NotFound, MEDIA_NOT_USABLE. */
export async function updateAlbum(
  deps: Pick<Deps, 'transaction'>,
  scope: CircleScope<'album.update'>,
  { albumId, title, description, coverMediaId }: UpdateAlbum,
): Promise<AlbumView> {
  const { circleId } = scope
  return deps.transaction(async (tx) => {
    const album = await getAlbumForWrite(tx, scope, albumId)
    if (coverMediaId) await requireCover(tx, scope, album.id, coverMediaId)
    await tx
      .updateTable('albums')
      .set({
        ...(title === undefined ? {} : { title }),
        ...(description === undefined ? {} : { description: description || null }),
        ...(coverMediaId === undefined ? {} : { coverMediaId }),
        updatedAt: tx.effects.clock.now(),
      })
      .where('circleId', '=', circleId)
      .where('id', '=', album.id)
      .execute()
    const view = await getAlbumView(tx, scope, album.id)
    await audit(tx, scope.actor, { action: 'album.updated', circleId, subjectId: album.id })
    await publish(tx, circleId, { type: 'album.changed', albumId: album.id })
    return view
  })
}

/** A photo or video of a keep in the album which the caller sees. */
async function requireCover(
  tx: Tx,
  { circleId, role }: CircleScope,
  albumId: string,
  mediaId: string,
): Promise<void> {
  const photo = await tx
    .selectFrom('media')
    .innerJoin('albumKeeps', (join) =>
      join
        .onRef('albumKeeps.circleId', '=', 'media.circleId')
        .onRef('albumKeeps.keepId', '=', 'media.keepId'),
    )
    .innerJoin('keeps', (join) =>
      join.onRef('keeps.circleId', '=', 'media.circleId').onRef('keeps.id', '=', 'media.keepId'),
    )
    .select('media.id')
    .where('media.circleId', '=', circleId)
    .where('media.id', '=', mediaId)
    .where('media.state', '=', 'ready')
    .where('media.liveOfId', 'is', null)
    .where('albumKeeps.albumId', '=', albumId)
    .where('keeps.trashedAt', 'is', null)
    .$if(!can(role, 'keep.restrict'), (query) => query.where('keeps.visibility', '=', 'circle'))
    .executeTakeFirst()
  if (!photo) throw new DomainError('MEDIA_NOT_USABLE')
}
