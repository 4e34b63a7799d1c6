import type { Tx } from '../platform/db.ts'
import { DomainError } from '../platform/errors.ts'

/** That the picture of a child or a pet is a photo of a keep which the whole circle sees. Throws MEDIA_NOT_USABLE. */
export async function requireAvatarPhoto(tx: Tx, circleId: string, mediaId: string): Promise<void> {
  const photo = await tx
    .selectFrom('media')
    .innerJoin('keeps', (join) =>
      join.onRef('keeps.circleId', '=', 'media.circleId').onRef('keeps.id', '=', 'media.keepId'),
    )
    .select('media.id')
    .where('media.circleId', '=', circleId)
    .where('media.id', '=', mediaId)
    .where('media.state', '=', 'ready')
    .where('keeps.visibility', '=', 'circle')
    .where('keeps.trashedAt', 'is', null)
    .executeTakeFirst()
  if (!photo) throw new DomainError('MEDIA_NOT_USABLE')
}
