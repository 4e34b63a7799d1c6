import type { RevokeFeed } from '@kinkeep/contracts/calendar'
import type { CircleScope } from '../circles/access.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { notFound } from '../platform/errors.ts'

/** Ends one of the caller's own feeds; its address is nothing from then on. Throws NotFound. */
export async function revokeFeed(
  deps: Pick<Deps, 'transaction'>,
  scope: CircleScope<'calendar.read'>,
  { feedId }: RevokeFeed,
): Promise<void> {
  const { circleId, userId } = scope
  await deps.transaction(async (tx) => {
    const revoked = await tx
      .deleteFrom('calendarFeeds')
      .where('circleId', '=', circleId)
      .where('id', '=', feedId)
      .where('userId', '=', userId)
      .returning('id')
      .executeTakeFirst()
    if (!revoked) throw notFound()
    await audit(tx, scope.actor, { action: 'calendarFeed.revoked', circleId, subjectId: feedId })
  })
}
