import type { CircleView, CreateCircle } from '@kinkeep/contracts/circles'
import type { UserScope } from '../accounts/access.ts'
import { lockAccount } from '../accounts/lock-account.ts'
import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { assertRoomForCircle } from './assert-room-for-circle.ts'
import { toCircleView } from './rules.ts'
import { selectCircles } from './sql.ts'

/** Makes a circle whose owner is the caller. Throws TOO_MANY_CIRCLES. */
export async function createCircle(
  deps: Pick<Deps, 'transaction' | 'random'>,
  scope: UserScope,
  input: CreateCircle,
): Promise<CircleView> {
  return deps.transaction(async (tx) => {
    const now = tx.effects.clock.now()
    const made = await tx
      .insertInto('circles')
      .values({
        id: deps.random.id(),
        name: input.name,
        description: input.description || null,
        createdBy: scope.userId,
        idempotencyKey: input.idempotencyKey ?? null,
        memberCount: 1,
        createdAt: now,
        updatedAt: now,
      })
      .onConflict((conflict) => conflict.columns(['createdBy', 'idempotencyKey']).doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!made) return getMadeBefore(tx, scope, input)

    await lockAccount(tx, scope.userId)
    await assertRoomForCircle(tx, scope.userId)
    await tx
      .insertInto('memberships')
      .values({ circleId: made.id, userId: scope.userId, role: 'owner', joinedAt: now })
      .execute()
    await audit(tx, scope.actor, { action: 'circle.created', circleId: made.id })
    const row = await selectCircles(tx, scope.userId)
      .where('circles.id', '=', made.id)
      .executeTakeFirstOrThrow()
    return toCircleView(row)
  })
}

/** The caller's earlier try with the same key; they may have left that circle since. */
async function getMadeBefore(tx: Tx, scope: UserScope, input: CreateCircle): Promise<CircleView> {
  const row = await selectCircles(tx, scope.userId)
    .where('circles.createdBy', '=', scope.userId)
    .where('circles.idempotencyKey', '=', input.idempotencyKey ?? null)
    .executeTakeFirst()
  if (!row) throw new DomainError('NOT_FOUND')
  return toCircleView(row)
}
