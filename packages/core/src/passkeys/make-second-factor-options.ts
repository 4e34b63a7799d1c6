import type { PasskeyRequestOptions } from '@kinkeep/contracts/passkeys'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import type { ChallengeScope } from '../two-factor/access.ts'
import { challengeTimeout, toRelyingParty } from './rules.ts'
import { insertChallenge, listDescriptors } from './sql.ts'

/**
 * A challenge for the second factor of a sign-in that this browser began. The device need not check its person: the
 * first factor did. Throws SECOND_FACTOR_MISSING where no passkey is offered.
 */
export async function makeSecondFactorOptions(
  deps: Pick<Deps, 'db' | 'clock' | 'random' | 'publicUrl'>,
  scope: ChallengeScope,
): Promise<PasskeyRequestOptions> {
  if (!scope.ways.includes('passkey')) throw new DomainError('SECOND_FACTOR_MISSING')
  const challenge = await insertChallenge(deps, {
    purpose: 'second_factor',
    browserToken: scope.caller.browserToken,
    signInChallengeId: scope.challengeId,
  })
  return {
    challenge,
    rpId: toRelyingParty(deps.publicUrl).id,
    timeout: challengeTimeout,
    allowCredentials: await listDescriptors(deps.db, scope.userId),
    userVerification: 'preferred',
  }
}
