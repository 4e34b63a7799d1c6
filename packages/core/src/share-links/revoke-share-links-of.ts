import { can, type MemberRole } from '@kinkeep/contracts/roles'
import { sql } from 'kysely'
import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/db.ts'
import { endShareLinks, isOfOwnKeep } from './sql.ts'

/**
 * Ends the share links that somebody made and may not make any more, being what they are now in the circle: `null` for
 * somebody who goes from it, or whose account is closed. They stay ended, whatever the maker becomes later.
 */
export async function revokeShareLinksOf(
  tx: Tx,
  circleId: string,
  userId: string,
  role: MemberRole | null,
): Promise<void> {
  if (role && can(role, 'shareLink.createForOthers')) return
  const mayKeep = role && can(role, 'shareLink.create') ? isOfOwnKeep() : sql<boolean>`false`
  const ended = await endShareLinks(
    tx,
    circleId,
    sql<boolean>`share_links.created_by = ${userId} and not ${mayKeep}`,
  )
  for (const subjectId of ended) {
    await audit(tx, { userId: null }, { action: 'shareLink.revoked', circleId, subjectId })
  }
}
