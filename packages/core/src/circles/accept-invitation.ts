import type { CircleView, WhichInvitation } from '@kinkeep/contracts/circles'
import type { UserScope } from '../accounts/access.ts'
import { recordActivity } from '../activities/record-activity.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { lockInvitation } from './lock-invitation.ts'
import { toCircleView } from './rules.ts'
import { selectCircles } from './sql.ts'

/** Joins the circle with the invited role. Throws what `lockInvitation` throws, and ALREADY_MEMBER. */
export async function acceptInvitation(
  deps: Pick<Deps, 'transaction'>,
  scope: UserScope,
  which: WhichInvitation,
): Promise<CircleView> {
  return deps.transaction(async (tx) => {
    const { id, circleId, role } = await lockInvitation(tx, scope, which)
    const now = tx.effects.clock.now()
    await tx
      .updateTable('invitations')
      .set({ status: 'accepted', respondedAt: now })
      .where('circleId', '=', circleId)
      .where('id', '=', id)
      .execute()
    const joined = await tx
      .insertInto('memberships')
      .values({ circleId, userId: scope.userId, role, joinedAt: now })
      .onConflict((conflict) => conflict.columns(['circleId', 'userId']).doNothing())
      .returning('userId')
      .executeTakeFirst()
    if (!joined) throw new DomainError('ALREADY_MEMBER')

    await tx
      .updateTable('circles')
      .set((set) => ({ memberCount: set('memberCount', '+', 1) }))
      .where('id', '=', circleId)
      .execute()
    const row = await selectCircles(tx, scope.userId)
      .where('circles.id', '=', circleId)
      .executeTakeFirstOrThrow()
    await recordActivity(tx, circleId, { userId: scope.userId, guestLinkId: null }, { kind: 'member.joined' })
    await audit(tx, scope.actor, { action: 'invitation.accepted', circleId, subjectId: id })
    await publish(tx, circleId, { type: 'member.joined', userId: scope.userId })
    return toCircleView(row)
  })
}
