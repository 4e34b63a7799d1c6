import { can } from '@kinkeep/contracts/roles'
import type { CircleScope } from '../circles/access.ts'
import type { ReaderScope } from '../guest-links/access.ts'
import type { Database, Tx } from '../platform/db.ts'

/**
 * Media of a circle as the caller may know of them: of keeps that are not in the trash, and the caller's own
 * that are not part of a keep yet. Owners and admins also see what lies in the trash, and they alone what is in keeps
 * that only admins see.
 */
export function selectVisibleMedia(db: Database | Tx, scope: ReaderScope | CircleScope) {
  const isAdmin = can(scope.role, 'keep.restrict')
  return db
    .selectFrom('media')
    .leftJoin('keeps', (join) =>
      join.onRef('keeps.circleId', '=', 'media.circleId').onRef('keeps.id', '=', 'media.keepId'),
    )
    .where('media.circleId', '=', scope.circleId)
    .where((media) =>
      media.or([
        media.and([media('keeps.id', 'is not', null), media('keeps.trashedAt', 'is', null)]),
        ...(scope.userId === null
          ? []
          : [
              media('keeps.authorId', '=', scope.userId),
              media.and([media('keeps.id', 'is', null), media('media.uploaderId', '=', scope.userId)]),
            ]),
        ...(isAdmin ? [media('keeps.id', 'is not', null)] : []),
      ]),
    )
    .$if(!isAdmin, (query) =>
      query.where((media) =>
        media.or([media('keeps.id', 'is', null), media('keeps.visibility', '=', 'circle')]),
      ),
    )
}
