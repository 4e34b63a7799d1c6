import type { ChildView, UpdateChild } from '@kinkeep/contracts/children'
import type { CircleScope } from '../circles/access.ts'
import { requireAvatarPhoto } from '../keeps/require-avatar-photo.ts'
import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { getChildForWrite, getChildView } from './queries.ts'
import { assertBirthdate } from './rules.ts'

/**
 * Changes a child's profile: what is not given stays. Throws NotFound, ROLE_TOO_LOW, CHILD_IS_GROWN for everybody but
 * the grown child, MEDIA_NOT_USABLE, and INVALID_INPUT for a birth that cannot be, or after what was measured.
 */
export async function updateChild(
  deps: Pick<Deps, 'transaction'>,
  scope: CircleScope<'child.update'>,
  input: UpdateChild,
): Promise<ChildView> {
  const { circleId } = scope
  return deps.transaction(async (tx) => {
    const child = await getChildForWrite(tx, scope, input.childId)
    const { name, birthdate, pronouns, sex, avatarMediaId } = input
    const now = tx.effects.clock.now()
    if (birthdate !== undefined && birthdate !== child.birthdate) {
      assertBirthdate(birthdate, scope.user.timeZone, now)
      await assertNothingMeasuredBefore(tx, circleId, child.id, birthdate)
    }
    if (avatarMediaId) await requireAvatarPhoto(tx, circleId, avatarMediaId)
    await tx
      .updateTable('children')
      .set({
        ...(name === undefined ? {} : { name }),
        ...(birthdate === undefined ? {} : { birthdate }),
        ...(pronouns === undefined ? {} : { pronouns }),
        ...(sex === undefined ? {} : { sex }),
        ...(avatarMediaId === undefined ? {} : { avatarMediaId }),
        updatedAt: now,
      })
      .where('circleId', '=', circleId)
      .where('id', '=', child.id)
      .execute()
    const view = await getChildView(tx, scope, child.id)
    await audit(tx, scope.actor, { action: 'child.updated', circleId, subjectId: child.id })
    await publish(tx, circleId, { type: 'child.changed', childId: child.id })
    return view
  })
}

async function assertNothingMeasuredBefore(
  tx: Tx,
  circleId: string,
  childId: string,
  birthdate: string,
): Promise<void> {
  const earlier = await tx
    .selectFrom('measurements')
    .select('id')
    .where('circleId', '=', circleId)
    .where('childId', '=', childId)
    .where('measuredOn', '<', birthdate)
    .limit(1)
    .executeTakeFirst()
  if (earlier) throw new DomainError('INVALID_INPUT', { fields: { birthdate: ['invalid'] } })
}
