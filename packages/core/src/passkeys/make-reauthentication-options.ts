import type { PasskeyRequestOptions } from '@kinkeep/contracts/passkeys'
import type { UserScope } from '../accounts/access.ts'
import type { Deps } from '../platform/deps.ts'
import { challengeTimeout, toRelyingParty } from './rules.ts'
import { insertChallenge, listDescriptors } from './sql.ts'

/** A challenge for somebody who is signed in and should show again that it is them. */
export async function makeReauthenticationOptions(
  deps: Pick<Deps, 'db' | 'clock' | 'random' | 'publicUrl'>,
  scope: UserScope,
): Promise<PasskeyRequestOptions> {
  return {
    challenge: await insertChallenge(deps, { purpose: 'reauthenticate', sessionId: scope.sessionId }),
    rpId: toRelyingParty(deps.publicUrl).id,
    timeout: challengeTimeout,
    allowCredentials: await listDescriptors(deps.db, scope.userId),
    userVerification: 'required',
  }
}
