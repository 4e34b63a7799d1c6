import type { OneAlbum } from '@kinkeep/contracts/albums'
import type { CircleScope } from '../circles/access.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { getAlbumForWrite } from './queries.ts'
import { mayDeleteAlbum } from './rules.ts'

/** Takes an album away; the keeps stay where they are. Members delete their own, admins every one. Throws NotFound, ROLE_TOO_LOW. */
export async function deleteAlbum(
  deps: Pick<Deps, 'transaction'>,
  scope: CircleScope<'album.delete'>,
  { albumId }: OneAlbum,
): Promise<void> {
  const { circleId } = scope
  await deps.transaction(async (tx) => {
    const album = await getAlbumForWrite(tx, scope, albumId)
    if (!mayDeleteAlbum(scope, album)) throw new DomainError('ROLE_TOO_LOW')
    await tx.deleteFrom('albums').where('circleId', '=', circleId).where('id', '=', album.id).execute()
    await audit(tx, scope.actor, { action: 'album.deleted', circleId, subjectId: album.id })
    await publish(tx, circleId, { type: 'album.changed', albumId: album.id })
  })
}
