import type { FactorProof, VerifySecondFactor } from '@kinkeep/contracts/two-factor'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import type { SessionCookie } from '../platform/sessions.ts'
import { acceptFactor } from './accept-factor.ts'
import type { ChallengeScope } from './access.ts'
import { finishChallenge } from './finish-challenge.ts'
import { trustDevice } from './trust-device.ts'

/**
 * Finishes a sign-in with a second factor. `device` is for the browser's cookie when it is to be trusted. Throws
 * CODE_WRONG, CODE_EXPIRED, CHALLENGE_EXPIRED, SECOND_FACTOR_LOCKED, SECOND_FACTOR_MISSING for a way that is not
 * offered here, TOO_MANY_REQUESTS.
 */
export async function verifySecondFactor(
  deps: Pick<Deps, 'db' | 'transaction' | 'clock' | 'random' | 'secrets' | 'limits'>,
  scope: ChallengeScope,
  input: VerifySecondFactor,
): Promise<{ session: SessionCookie; device: string | undefined }> {
  if (!scope.ways.includes(input.way)) throw new DomainError('SECOND_FACTOR_MISSING')
  const proof = await toProof(deps, scope, input)
  return acceptFactor(deps, scope, proof, async (tx) => ({
    session: await finishChallenge(tx, deps, scope),
    device: input.trustDevice ? await trustDevice(tx, deps, scope) : undefined,
  }))
}

/** The last code that was sent for this challenge is the one that counts. */
async function toProof(
  deps: Pick<Deps, 'db'>,
  scope: ChallengeScope,
  { way, code }: VerifySecondFactor,
): Promise<FactorProof> {
  if (way === 'totp' || way === 'recovery') return { way, code }
  const sent = await deps.db
    .selectFrom('codes')
    .select('id')
    .where('challengeId', '=', scope.challengeId)
    .where('purpose', '=', 'second_factor')
    .where('channel', '=', way)
    .orderBy('createdAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!sent) throw new DomainError('CODE_EXPIRED')
  return { way, codeId: sent.id, code }
}
