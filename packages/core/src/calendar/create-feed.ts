import type { CalendarFeedView, CreateFeed } from '@kinkeep/contracts/calendar'
import { limits } from '@kinkeep/contracts/limits'
import type { CircleScope } from '../circles/access.ts'
import { assertStillMay } from '../circles/assert-still-may.ts'
import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { hashToken } from '../platform/token-hash.ts'
import { feedsPerPerson, toFeedView } from './rules.ts'

/**
 * Makes an address from which a calendar program reads the circle's days for as long as the caller is in it. Only the
 * hash of its token is kept: the answer is the one place where the address is. Throws TOO_MANY_FEEDS,
 * TOO_MANY_REQUESTS, and NotFound for somebody who was put out meanwhile.
 */
export async function createFeed(
  deps: Pick<Deps, 'transaction' | 'random' | 'limits' | 'publicUrl'>,
  scope: CircleScope<'calendar.read'>,
  { name }: CreateFeed,
): Promise<{ url: string; feed: CalendarFeedView }> {
  const { circleId, userId } = scope
  await deps.limits.take({ key: `calendar-feeds:${userId}`, limit: feedsPerPerson })
  const token = deps.random.token()
  const feed = await deps.transaction(async (tx) => {
    // The circle's row is the lock under which feeds are counted.
    await assertStillMay(tx, scope)
    await assertRoomForOneMore(tx, scope)
    const row = await tx
      .insertInto('calendarFeeds')
      .values({
        circleId,
        id: deps.random.id(),
        userId,
        name,
        tokenHash: hashToken(token),
        createdAt: tx.effects.clock.now(),
      })
      .returning(['id', 'name', 'createdAt', 'usedAt'])
      .executeTakeFirstOrThrow()
    await audit(tx, scope.actor, { action: 'calendarFeed.created', circleId, subjectId: row.id })
    return toFeedView(row)
  })
  return { url: `${deps.publicUrl}/calendars/${token}.ics`, feed }
}

async function assertRoomForOneMore(tx: Tx, { circleId, userId }: CircleScope): Promise<void> {
  const { count } = await tx
    .selectFrom('calendarFeeds')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('circleId', '=', circleId)
    .where('userId', '=', userId)
    .executeTakeFirstOrThrow()
  if (count >= limits.calendarFeedsPerMember) throw new DomainError('TOO_MANY_FEEDS')
}
