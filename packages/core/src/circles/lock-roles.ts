import type { MemberRole } from '@kinkeep/contracts/roles'
import type { Tx } from '../platform/db.ts'
import { notFound } from '../platform/errors.ts'

/**
 * Locks a circle that is open, and the memberships of these people in it, and answers the roles they have now. The
 * circle first, as everybody locks it who changes who is in it or what they are. Throws NotFound.
 */
export async function lockRoles(
  tx: Tx,
  circleId: string,
  userIds: readonly string[],
): Promise<Map<string, MemberRole>> {
  const circle = await tx
    .selectFrom('circles')
    .select('id')
    .where('id', '=', circleId)
    .where('deletionDueAt', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!circle) throw notFound()
  const members = await tx
    .selectFrom('memberships')
    .select(['userId', 'role'])
    .where('circleId', '=', circleId)
    .where('userId', 'in', userIds)
    .orderBy('userId')
    .forUpdate()
    .execute()
  return new Map(members.map(({ userId, role }) => [userId, role]))
}
