import type { VerifyPasskeyFactor } from '@kinkeep/contracts/passkeys'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import type { SessionCookie } from '../platform/sessions.ts'
import type { ChallengeScope } from '../two-factor/access.ts'
import { finishChallenge } from '../two-factor/finish-challenge.ts'
import { trustDevice } from '../two-factor/trust-device.ts'
import { checkPasskey } from './check-passkey.ts'

/**
 * Finishes a sign-in with a passkey as its second factor. A signature is not guessed, so tries are not counted, and a
 * passkey helps while codes are locked. Throws PASSKEY_REFUSED, CHALLENGE_EXPIRED, SECOND_FACTOR_MISSING.
 */
export async function verifyPasskeyFactor(
  deps: Pick<Deps, 'db' | 'transaction' | 'clock' | 'random' | 'publicUrl' | 'log'>,
  scope: ChallengeScope,
  input: VerifyPasskeyFactor,
): Promise<{ session: SessionCookie; device: string | undefined }> {
  if (!scope.ways.includes('passkey')) throw new DomainError('SECOND_FACTOR_MISSING')
  await checkPasskey(deps, scope.caller, {
    ceremony: {
      purpose: 'second_factor',
      browserToken: scope.caller.browserToken,
      signInChallengeId: scope.challengeId,
    },
    response: input.response,
    userId: scope.userId,
    mustVerifyUser: false,
  })
  return deps.transaction(async (tx) => ({
    session: await finishChallenge(tx, deps, scope),
    device: input.trustDevice ? await trustDevice(tx, deps, scope) : undefined,
  }))
}
