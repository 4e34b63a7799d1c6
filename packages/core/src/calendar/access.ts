import type { Language } from '@kinkeep/contracts/languages'
import { can } from '@kinkeep/contracts/roles'
import { addSeconds } from '../platform/clock.ts'
import { compiledStatement } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { notFound } from '../platform/errors.ts'
import { hashToken } from '../platform/token-hash.ts'
import { useSeconds } from './rules.ts'

interface Feed {
  circleName: string
  language: Language
  timeZone: string
}

/** Proof that a calendar program has the address of a feed that still holds. Only this file makes one. */
class FeedProof {
  readonly #circleId: string
  readonly circleName: string
  /** The member's. */
  readonly language: Language
  readonly timeZone: string

  constructor(circleId: string, { circleName, language, timeZone }: Feed) {
    this.#circleId = circleId
    this.circleName = circleName
    this.language = language
    this.timeZone = timeZone
  }

  get circleId(): string {
    return this.#circleId
  }
}

export type { FeedProof as FeedScope }

const findFeed = compiledStatement<{ tokenHash: Buffer }>()((db, parameter) =>
  db
    .selectFrom('calendarFeeds')
    // The feed goes with the membership; the role may have changed since.
    .innerJoin('memberships', (join) =>
      join
        .onRef('memberships.circleId', '=', 'calendarFeeds.circleId')
        .onRef('memberships.userId', '=', 'calendarFeeds.userId'),
    )
    .innerJoin('circles', 'circles.id', 'calendarFeeds.circleId')
    .innerJoin('users', 'users.id', 'calendarFeeds.userId')
    .where('calendarFeeds.tokenHash', '=', parameter('tokenHash'))
    .where('circles.deletionDueAt', 'is', null)
    .where('users.deactivatedAt', 'is', null)
    .select(['calendarFeeds.circleId', 'calendarFeeds.id', 'calendarFeeds.usedAt', 'memberships.role'])
    .select(['circles.name as circleName', 'users.language', 'users.timeZone']),
)

/**
 * Proves a feed by the token of its address, and notes that it was read, at most once an hour. Throws NotFound for
 * one that is unknown or was revoked, whose member left or is closed out, or whose circle is deleted.
 */
export async function requireFeed(deps: Pick<Deps, 'db' | 'clock'>, token: string): Promise<FeedProof> {
  const [feed] = await findFeed(deps.db, { tokenHash: hashToken(token) })
  if (!feed || !can(feed.role, 'calendar.read')) throw notFound()
  const now = deps.clock.now()
  if (!feed.usedAt || feed.usedAt <= addSeconds(now, -useSeconds)) await noteUse(deps.db, feed, now)
  return new FeedProof(feed.circleId, feed)
}

async function noteUse(db: Deps['db'], { circleId, id }: { circleId: string; id: string }, now: Date) {
  await db
    .updateTable('calendarFeeds')
    .set({ usedAt: now })
    .where('circleId', '=', circleId)
    .where('id', '=', id)
    .execute()
}
