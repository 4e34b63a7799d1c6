import type { UserScope } from '../accounts/access.ts'
import { tellCirclesOf } from '../circles/tell-circles-of.ts'
import { removeObjects } from '../media/remove-objects.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { avatarPrefix } from './rules.ts'

/** Takes the caller's picture away, with any that is still on its way. Their circles see initials again. */
export async function removeAvatar(deps: Pick<Deps, 'transaction'>, scope: UserScope): Promise<void> {
  await deps.transaction(async (tx) => {
    const { userId } = scope
    const now = tx.effects.clock.now()
    // The person first, as the worker locks them that finishes a picture.
    await tx.updateTable('users').set({ avatarId: null, updatedAt: now }).where('id', '=', userId).execute()
    const gone = await tx.deleteFrom('avatars').where('userId', '=', userId).returning('id').execute()
    if (gone.length === 0) return
    await removeObjects(
      tx,
      gone.map(({ id }) => avatarPrefix(userId, id)),
    )
    await audit(tx, scope.actor, { action: 'user.avatarRemoved', subjectId: userId })
    await tellCirclesOf(tx, userId)
  })
}
