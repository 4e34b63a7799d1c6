import { lockAccount } from '../accounts/lock-account.ts'
import { recordActivity } from '../activities/record-activity.ts'
import { lockChild } from '../children/lock-child.ts'
import { assertRoomForCircle } from '../circles/assert-room-for-circle.ts'
import { type Actor, audit } from '../platform/audit.ts'
import type { Tx } from '../platform/db.ts'
import { DomainError } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { hashToken } from '../platform/token-hash.ts'
import { assertOpen } from './rules.ts'
import { writeEntry } from './sql.ts'

export interface FoundUpgrade {
  id: string
  circleId: string
  childId: string
}

interface Linking {
  token: string
  found: FoundUpgrade
  userId: string
  actor: Actor
}

/**
 * Gives a child's profile to a user and makes them a member, under the locks of the circle, the child and the request:
 * of two who confirm at once, or a revocation, a deletion and a confirmation, one is first. Throws LINK_INVALID and
 * how the request ended, CHILD_IS_GROWN, ALREADY_MEMBER for somebody who is another child of this circle.
 */
export async function linkChild(tx: Tx, { token, found, userId, actor }: Linking): Promise<void> {
  const { circleId, childId, id } = found
  const now = tx.effects.clock.now()
  await lockAccount(tx, userId)
  await lockCircle(tx, circleId)
  const child = await findChild(tx, circleId, childId)
  await assertStillOpen(tx, { circleId, id, token, now })
  if (child.userId) throw new DomainError('CHILD_IS_GROWN')
  await assertNoOtherChild(tx, circleId, userId)

  const joined = await join(tx, circleId, userId)
  await tx
    .updateTable('children')
    .set({ userId, updatedAt: now })
    .where('circleId', '=', circleId)
    .where('id', '=', childId)
    .execute()
  await tx
    .updateTable('childUpgrades')
    .set({ status: 'completed', endedAt: now, userId })
    .where('circleId', '=', circleId)
    .where('id', '=', id)
    .execute()
  await tx.updateTable('emailTokens').set({ usedAt: now }).where('childUpgradeId', '=', id).execute()
  await writeEntry(tx, circleId, { id, childId }, { action: 'upgrade_completed', userId })
  await audit(tx, actor, { action: 'upgrade.completed', circleId, subjectId: id })
  await recordActivity(tx, circleId, { userId, guestLinkId: null }, { kind: 'child.upgraded', childId })
  if (joined) await publish(tx, circleId, { type: 'member.joined', userId })
  await publish(tx, circleId, { type: 'child.changed', childId })
}

async function lockCircle(tx: Tx, circleId: string): Promise<void> {
  const circle = await tx
    .selectFrom('circles')
    .select('id')
    .where('id', '=', circleId)
    .where('deletionDueAt', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!circle) throw new DomainError('LINK_INVALID')
}

async function findChild(tx: Tx, circleId: string, childId: string) {
  try {
    return await lockChild(tx, circleId, childId)
  } catch (error) {
    if (error instanceof DomainError && error.reason === 'NOT_FOUND') throw new DomainError('LINK_INVALID')
    throw error
  }
}

/** The token is read again: a newer mail may have taken its place. */
async function assertStillOpen(
  tx: Tx,
  { circleId, id, token, now }: { circleId: string; id: string; token: string; now: Date },
): Promise<void> {
  const upgrade = await tx
    .selectFrom('childUpgrades')
    .select(['status', 'expiresAt'])
    .where('circleId', '=', circleId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  const link = await tx
    .selectFrom('emailTokens')
    .select('childUpgradeId')
    .where('tokenHash', '=', hashToken(token))
    .where('childUpgradeId', '=', id)
    .executeTakeFirst()
  if (!upgrade || !link) throw new DomainError('LINK_INVALID')
  assertOpen(upgrade, now)
}

async function assertNoOtherChild(tx: Tx, circleId: string, userId: string): Promise<void> {
  const other = await tx
    .selectFrom('children')
    .select('id')
    .where('circleId', '=', circleId)
    .where('userId', '=', userId)
    .executeTakeFirst()
  if (other) throw new DomainError('ALREADY_MEMBER')
}

/** Whether they were not in before; somebody who was keeps their role. */
async function join(tx: Tx, circleId: string, userId: string): Promise<boolean> {
  const membership = await tx
    .selectFrom('memberships')
    .select('role')
    .where('circleId', '=', circleId)
    .where('userId', '=', userId)
    .executeTakeFirst()
  if (membership) return false
  await assertRoomForCircle(tx, userId)
  const joinedAt = tx.effects.clock.now()
  await tx.insertInto('memberships').values({ circleId, userId, role: 'member', joinedAt }).execute()
  await tx
    .updateTable('circles')
    .set((set) => ({ memberCount: set('memberCount', '+', 1) }))
    .where('id', '=', circleId)
    .execute()
  return true
}
