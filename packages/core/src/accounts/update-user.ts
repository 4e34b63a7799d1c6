import type { UpdateUser, UserView } from '@kinkeep/contracts/accounts'
import type { Deps } from '../platform/deps.ts'
import type { UserScope } from './access.ts'
import { toUserView } from './rules.ts'

/** Changes the caller's own profile: what is not given stays. */
export async function updateUser(
  deps: Pick<Deps, 'db' | 'clock'>,
  scope: UserScope,
  input: UpdateUser,
): Promise<UserView> {
  const user = await deps.db
    .updateTable('users')
    .set({ ...input, updatedAt: deps.clock.now() })
    .where('id', '=', scope.userId)
    .returning(['id', 'email', 'name', 'language', 'timeZone', 'units', 'role', 'avatarId'])
    .returning(['deletionDueAt', 'createdAt'])
    .executeTakeFirstOrThrow()
  return toUserView(user)
}
