import { can } from '@kinkeep/contracts/roles'
import { sql } from 'kysely'
import type { CircleScope } from '../circles/access.ts'
import type { Tx } from '../platform/db.ts'
import { DomainError } from '../platform/errors.ts'
import { isStanding } from './sql.ts'

/**
 * Throws ROLE_TOO_LOW when keeps of others would come into an album that is looked at from outside, by somebody who may
 * share only what they wrote: into a shared album they would share the rest.
 */
export async function assertMayShowInAlbum(
  tx: Tx,
  { circleId, userId, role }: CircleScope,
  { albumId, keepIds }: { albumId: string; keepIds: readonly string[] },
): Promise<void> {
  if (can(role, 'shareLink.createForOthers')) return
  const shown = await tx
    .selectFrom('shareLinks')
    .select('shareLinks.id')
    .where('shareLinks.circleId', '=', circleId)
    .where('shareLinks.albumId', '=', albumId)
    .where('shareLinks.expiresAt', '>', tx.effects.clock.now())
    .where(isStanding)
    .where(
      sql<boolean>`exists (
        select from keeps where keeps.circle_id = ${circleId} and keeps.id = any(${keepIds}::uuid[])
          and keeps.author_id is distinct from ${userId} and not exists (
            select from album_keeps held
            where held.circle_id = keeps.circle_id and held.album_id = ${albumId} and held.keep_id = keeps.id
          )
      )`,
    )
    .limit(1)
    .executeTakeFirst()
  if (shown) throw new DomainError('ROLE_TOO_LOW')
}
