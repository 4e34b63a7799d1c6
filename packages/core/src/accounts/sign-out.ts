import type { Deps } from '../platform/deps.ts'
import { endSession } from '../platform/sessions.ts'
import type { Caller } from './access.ts'

/** Ends the caller's session, if there is one. */
export async function signOut(deps: Pick<Deps, 'db'>, caller: Caller): Promise<void> {
  if (caller.sessionToken) await endSession(deps.db, caller.sessionToken)
}
