import type { AddKeeps, AlbumView } from '@kinkeep/contracts/albums'
import type { CircleScope } from '../circles/access.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { publish } from '../platform/events.ts'
import { assertMayShowInAlbum } from '../share-links/assert-may-show-in-album.ts'
import { putKeeps } from './put-keeps.ts'
import { getAlbumForWrite, getAlbumView } from './queries.ts'
import { requireShownKeeps } from './require-shown-keeps.ts'

/**
 * Puts keeps into an album; those in it already stay. Throws NotFound for what the caller does not see, ALBUM_FULL, and
 * ROLE_TOO_LOW for what others wrote while the album is shared with outsiders, unless the caller may share that.
 */
export async function addKeeps(
  deps: Pick<Deps, 'transaction'>,
  scope: CircleScope<'album.update'>,
  { albumId, keepIds }: AddKeeps,
): Promise<AlbumView> {
  const { circleId } = scope
  return deps.transaction(async (tx) => {
    await requireShownKeeps(tx, scope, keepIds)
    const album = await getAlbumForWrite(tx, scope, albumId)
    await assertMayShowInAlbum(tx, scope, { albumId: album.id, keepIds })
    const added = await putKeeps(tx, scope, album.id, keepIds)
    const view = await getAlbumView(tx, scope, album.id)
    if (added === 0) return view
    await audit(tx, scope.actor, { action: 'album.keepsAdded', circleId, subjectId: album.id })
    await publish(tx, circleId, { type: 'album.changed', albumId: album.id })
    return view
  })
}
