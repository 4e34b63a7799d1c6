import type { UpdateUser, UserView } from '@kinkeep/contracts/accounts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import type { UserScope } from './access.ts'
import { toUserView } from './rules.ts'

/** Changes the caller's own profile: what is not given stays. */
export async function updateUser(
  deps: Pick<Deps, 'transaction'>,
  scope: UserScope,
  input: UpdateUser,
): Promise<UserView> {
  return deps.transaction(async (tx) => {
    const user = await tx
      .updateTable('users')
      .set({ ...input, updatedAt: tx.effects.clock.now() })
      .where('id', '=', scope.userId)
      .returning(['id', 'email', 'name', 'language', 'timeZone', 'units', 'role', 'avatarId'])
      .returning(['deletionDueAt', 'createdAt'])
      .executeTakeFirstOrThrow()
    await audit(tx, scope.actor, { action: 'user.updated', subjectId: scope.userId })
    return toUserView(user)
  })
}
