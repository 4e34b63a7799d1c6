import type { ChildView, CreateChild } from '@kinkeep/contracts/children'
import { limits } from '@kinkeep/contracts/limits'
import { recordActivity } from '../activities/record-activity.ts'
import type { CircleScope } from '../circles/access.ts'
import { assertStillMay } from '../circles/assert-still-may.ts'
import { countAdded } from '../circles/count-added.ts'
import { findMadeBefore } from '../circles/find-made-before.ts'
import { requireAvatarPhoto } from '../keeps/require-avatar-photo.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { getChildView } from './queries.ts'
import { assertBirthdate } from './rules.ts'

/**
 * Adds a child. The same idempotency key answers the one it made before. Throws TOO_MANY_PROFILES, MEDIA_NOT_USABLE,
 * INVALID_INPUT for a birth that cannot be, and NotFound or ROLE_TOO_LOW for somebody whose role changed meanwhile.
 */
export async function createChild(
  deps: Pick<Deps, 'transaction' | 'random'>,
  scope: CircleScope<'child.create'>,
  input: CreateChild,
): Promise<ChildView> {
  const { circleId, userId } = scope
  return deps.transaction(async (tx) => {
    await assertStillMay(tx, scope)
    const madeBefore = await findMadeBefore(tx, scope, 'children', input.idempotencyKey)
    if (madeBefore) return getChildView(tx, scope, madeBefore)

    const count = await countAdded(tx, circleId, 'children')
    if (count >= limits.childrenPerCircle) throw new DomainError('TOO_MANY_PROFILES')
    const now = tx.effects.clock.now()
    assertBirthdate(input.birthdate, scope.user.timeZone, now)
    const { avatarMediaId = null } = input
    if (avatarMediaId !== null) await requireAvatarPhoto(tx, circleId, avatarMediaId)
    const { id } = await tx
      .insertInto('children')
      .values({
        circleId,
        id: deps.random.id(),
        name: input.name,
        birthdate: input.birthdate,
        pronouns: input.pronouns ?? null,
        sex: input.sex ?? null,
        avatarMediaId,
        createdBy: userId,
        idempotencyKey: input.idempotencyKey ?? null,
        createdAt: now,
        updatedAt: now,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    const view = await getChildView(tx, scope, id)
    await recordActivity(tx, circleId, scope, { kind: 'child.added', childId: id })
    await audit(tx, scope.actor, { action: 'child.created', circleId, subjectId: id })
    await publish(tx, circleId, { type: 'child.changed', childId: id })
    return view
  })
}
