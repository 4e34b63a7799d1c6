import type { SendFactorCode } from '@kinkeep/contracts/two-factor'
import { issueCode } from '../codes/issue-code.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import type { ChallengeScope } from './access.ts'

/** Sends six digits for an open sign-in. Throws SECOND_FACTOR_MISSING for a way that is not offered, TOO_MANY_REQUESTS. */
export async function sendFactorCode(
  deps: Pick<Deps, 'transaction' | 'random' | 'secrets'>,
  scope: ChallengeScope,
  { way }: SendFactorCode,
): Promise<{ sentTo: string }> {
  if (!scope.ways.includes(way)) throw new DomainError('SECOND_FACTOR_MISSING')
  const { sentTo } = await deps.transaction((tx) =>
    issueCode(tx, deps, {
      purpose: 'second_factor',
      channel: way,
      userId: scope.userId,
      challengeId: scope.challengeId,
      browserToken: scope.caller.browserToken,
    }),
  )
  return { sentTo }
}
