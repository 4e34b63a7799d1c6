import type { CircleView, WhichInvitation } from '@kinkeep/contracts/circles'
import type { UserScope } from '../accounts/access.ts'
import { lockAccount } from '../accounts/lock-account.ts'
import { recordActivity } from '../activities/record-activity.ts'
import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { assertRoomForCircle } from './assert-room-for-circle.ts'
import { assertOpen } from './invitation-rules.ts'
import { lockInvitation } from './lock-invitation.ts'
import { toCircleView } from './rules.ts'
import { selectCircles } from './sql.ts'

type Locked = Awaited<ReturnType<typeof lockInvitation>>

/**
 * Joins the circle with the invited role. Repeated by the same person it answers the circle again. Throws what
 * `lockInvitation` throws, ALREADY_MEMBER, TOO_MANY_CIRCLES, and how the invitation ended: INVITATION_CANCELLED,
 * INVITATION_USED, INVITATION_DECLINED, INVITATION_EXPIRED. One refused uses nothing up.
 */
export async function acceptInvitation(
  deps: Pick<Deps, 'transaction'>,
  scope: UserScope,
  which: WhichInvitation,
): Promise<CircleView> {
  return deps.transaction(async (tx) => {
    await lockAccount(tx, scope.userId)
    const invitation = await lockInvitation(tx, scope, which)
    const { id, circleId, role } = invitation
    const before = await readCircle(tx, scope, circleId)
    const used = await hasUsed(tx, scope, invitation)
    // The answer to an earlier try was lost on its way.
    if (before && used) return toCircleView(before)
    if (before) throw new DomainError('ALREADY_MEMBER')
    // Somebody who joined by it and left, or was removed, does not come back by it.
    if (used) throw new DomainError('INVITATION_USED')
    assertOpen(invitation, tx.effects.clock)
    await assertRoomForCircle(tx, scope.userId)

    await countUse(tx, scope, invitation)
    const joinedAt = tx.effects.clock.now()
    await tx.insertInto('memberships').values({ circleId, userId: scope.userId, role, joinedAt }).execute()
    await tx
      .updateTable('circles')
      .set((set) => ({ memberCount: set('memberCount', '+', 1) }))
      .where('id', '=', circleId)
      .execute()
    const row = await selectCircles(tx, scope.userId)
      .where('circles.id', '=', circleId)
      .executeTakeFirstOrThrow()
    await audit(tx, scope.actor, { action: 'invitation.accepted', circleId, subjectId: id })
    await recordActivity(tx, circleId, { userId: scope.userId, guestLinkId: null }, { kind: 'member.joined' })
    await publish(tx, circleId, { type: 'member.joined', userId: scope.userId })
    return toCircleView(row)
  })
}

function readCircle(tx: Tx, scope: UserScope, circleId: string) {
  return selectCircles(tx, scope.userId).where('circles.id', '=', circleId).executeTakeFirst()
}

async function hasUsed(tx: Tx, scope: UserScope, { circleId, id }: Locked): Promise<boolean> {
  const use = await tx
    .selectFrom('invitationUses')
    .select('id')
    .where('circleId', '=', circleId)
    .where('invitationId', '=', id)
    .where('userId', '=', scope.userId)
    .executeTakeFirst()
  return use !== undefined
}

/** Under the locks of the circle and the invitation: of two who come at once, one is the last. */
async function countUse(tx: Tx, scope: UserScope, invitation: Locked): Promise<void> {
  const { circleId, id } = invitation
  const now = tx.effects.clock.now()
  const useCount = invitation.useCount + 1
  const isLast = useCount >= (invitation.maxUses ?? 1)
  await tx
    .updateTable('invitations')
    .set({ useCount, ...(isLast && { status: 'accepted', respondedAt: now }) })
    .where('circleId', '=', circleId)
    .where('id', '=', id)
    .execute()
  await tx
    .insertInto('invitationUses')
    .values({ circleId, invitationId: id, userId: scope.userId, usedAt: now })
    .execute()
}
