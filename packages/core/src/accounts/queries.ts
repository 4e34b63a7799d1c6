import type { UserView } from '@kinkeep/contracts/accounts'
import type { Deps } from '../platform/deps.ts'
import { authenticate, type Caller } from './access.ts'
import { toUserView } from './rules.ts'

/** Who is calling; null when nobody is signed in. */
export async function readMe(deps: Pick<Deps, 'db'>, caller: Caller): Promise<UserView | null> {
  const found = await authenticate(deps, caller)
  return found && toUserView(found.scope.user)
}
