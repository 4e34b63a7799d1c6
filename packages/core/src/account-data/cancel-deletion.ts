import type { UserScope } from '../accounts/access.ts'
import type { Deps } from '../platform/deps.ts'
import { keepAccount } from './keep-account.ts'

/** Keeps the caller's account after all. Without a deletion there is nothing to call off, which is as well. */
export async function cancelDeletion(deps: Pick<Deps, 'transaction'>, scope: UserScope): Promise<void> {
  if (!scope.user.deletionDueAt) return
  await deps.transaction((tx) => keepAccount(tx, scope.actor, scope.userId))
}
