import type { PasskeyRequestOptions } from '@kinkeep/contracts/passkeys'
import type { BrowserCaller } from '../accounts/access.ts'
import type { Deps } from '../platform/deps.ts'
import { challengesPerAddress, challengeTimeout, toRelyingParty } from './rules.ts'
import { insertChallenge } from './sql.ts'

/**
 * A challenge for this browser. Nobody is named, so nobody is told who has a passkey: the browser shows its owner
 * which there are. Throws TOO_MANY_REQUESTS.
 */
export async function makeSignInOptions(
  deps: Pick<Deps, 'db' | 'clock' | 'random' | 'limits' | 'publicUrl'>,
  caller: BrowserCaller,
): Promise<PasskeyRequestOptions> {
  await deps.limits.take({ key: `passkey-options:${caller.address}`, limit: challengesPerAddress })
  const { browserToken } = caller
  return {
    challenge: await insertChallenge(deps, { purpose: 'sign_in', browserToken }),
    rpId: toRelyingParty(deps.publicUrl).id,
    timeout: challengeTimeout,
    allowCredentials: [],
    userVerification: 'required',
  }
}
