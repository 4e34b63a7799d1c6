import { can } from '@kinkeep/contracts/roles'
import type { RevokeShareLink } from '@kinkeep/contracts/share-links'
import { sql } from 'kysely'
import type { CircleScope } from '../circles/access.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { notFound } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { endShareLinks } from './sql.ts'

/**
 * Ends a link, one's own or as an admin anybody's; whoever is in by it is out at once. Throws NotFound when there is
 * none that the caller may know of, or it was revoked before.
 */
export async function revokeShareLink(
  deps: Pick<Deps, 'transaction'>,
  scope: CircleScope<'shareLink.revoke'>,
  { linkId }: RevokeShareLink,
): Promise<void> {
  const { circleId } = scope
  const isTheirs = can(scope.role, 'shareLink.createForOthers')
    ? sql<boolean>`true`
    : sql<boolean>`share_links.created_by = ${scope.userId}`
  await deps.transaction(async (tx) => {
    const [ended] = await endShareLinks(
      tx,
      circleId,
      sql<boolean>`share_links.id = ${linkId} and ${isTheirs}`,
    )
    if (!ended) throw notFound()
    await audit(tx, scope.actor, { action: 'shareLink.revoked', circleId, subjectId: linkId })
    await publish(tx, circleId, { type: 'shareLink.changed' })
  })
}
