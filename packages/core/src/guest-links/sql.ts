import { sql } from 'kysely'
import type { Database, Tx } from '../platform/db.ts'
import { hashToken } from '../platform/token-hash.ts'

/** Links of a circle as its admins see them. */
export function selectGuestLinks(db: Database | Tx, circleId: string) {
  return db
    .selectFrom('guestLinks')
    .leftJoin('users', 'users.id', 'guestLinks.createdBy')
    .where('guestLinks.circleId', '=', circleId)
    .select(['guestLinks.id', 'guestLinks.name', 'guestLinks.mayDownload', 'users.name as creatorName'])
    .select(['guestLinks.createdAt', 'guestLinks.expiresAt', 'guestLinks.revokedAt', 'guestLinks.seenAt'])
    .select(sql<boolean>`guest_links.pin_hash is not null`.as('hasPin'))
    .select(
      sql<Date | null>`case when guest_links.locked_until > clock_timestamp() then guest_links.locked_until end`.as(
        'lockedUntil',
      ),
    )
}

/** The link that a token opens, unless it was revoked or its circle is deleted. It may have expired. */
export function selectLinkByToken(db: Database | Tx, token: string) {
  return db
    .selectFrom('guestLinks')
    .innerJoin('circles', 'circles.id', 'guestLinks.circleId')
    .where('guestLinks.tokenHash', '=', hashToken(token))
    .where('guestLinks.revokedAt', 'is', null)
    .where('circles.deletionDueAt', 'is', null)
    .select(['guestLinks.circleId', 'guestLinks.id', 'guestLinks.name', 'guestLinks.pinHash'])
    .select(['guestLinks.expiresAt', 'circles.name as circleName'])
}

/** Whether a browser is in by this link already. */
export async function isGuestBy(
  db: Database | Tx,
  { circleId, id, guestToken, now }: { circleId: string; id: string; guestToken: string; now: Date },
): Promise<boolean> {
  const session = await db
    .selectFrom('guestSessions')
    .where('tokenHash', '=', hashToken(guestToken))
    .where('circleId', '=', circleId)
    .where('guestLinkId', '=', id)
    .where('expiresAt', '>', now)
    .select('guestLinkId')
    .executeTakeFirst()
  return session !== undefined
}

/** Ends links, and the visits of whoever is in by them. Answers the ids of those that had not been revoked. */
export async function endLinks(
  tx: Tx,
  circleId: string,
  which: { linkId: string } | { createdBy: string },
): Promise<string[]> {
  const ended = await tx
    .updateTable('guestLinks')
    .set({ revokedAt: tx.effects.clock.now() })
    .where('circleId', '=', circleId)
    .where('revokedAt', 'is', null)
    .where((link) =>
      'linkId' in which ? link('id', '=', which.linkId) : link('createdBy', '=', which.createdBy),
    )
    .returning('id')
    .execute()
  const ids = ended.map(({ id }) => id)
  if (ids.length > 0) {
    await tx
      .deleteFrom('guestSessions')
      .where('circleId', '=', circleId)
      .where('guestLinkId', 'in', ids)
      .execute()
  }
  return ids
}
