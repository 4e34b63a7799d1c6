import type { LeaveAsGuest } from '@kinkeep/contracts/guest-links'
import type { Caller } from '../accounts/access.ts'
import type { Deps } from '../platform/deps.ts'
import { hashToken } from '../platform/token-hash.ts'

/**
 * Has this browser forgotten as a guest of one circle, for whoever sits at somebody else's computer. The link itself
 * goes on, elsewhere and here, once it is opened again. Where the browser is no guest nothing happens.
 */
export async function leaveAsGuest(
  deps: Pick<Deps, 'db'>,
  caller: Caller,
  { circleId }: LeaveAsGuest,
): Promise<void> {
  if (caller.isProgram || !caller.guestToken) return
  await deps.db
    .deleteFrom('guestSessions')
    .where('tokenHash', '=', hashToken(caller.guestToken))
    .where('circleId', '=', circleId)
    .execute()
}
