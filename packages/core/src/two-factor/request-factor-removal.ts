import type { RequestFactorRemoval } from '@kinkeep/contracts/two-factor'
import type { UserScope } from '../accounts/access.ts'
import { issueCode } from '../codes/issue-code.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'

/**
 * Sends the fresh code without which no second factor goes; an app's or a recovery code needs no sending. Throws
 * SECOND_FACTOR_MISSING for a way that is not set up, TOO_MANY_REQUESTS.
 */
export async function requestFactorRemoval(
  deps: Pick<Deps, 'transaction' | 'random' | 'secrets'>,
  { userId, sessionId }: UserScope,
  { way }: RequestFactorRemoval,
): Promise<{ codeId: string; sentTo: string }> {
  return deps.transaction(async (tx) => {
    const factor = await tx
      .selectFrom('secondFactors')
      .select('id')
      .where('userId', '=', userId)
      .where('kind', '=', way)
      .where('confirmedAt', 'is not', null)
      .executeTakeFirst()
    if (!factor) throw new DomainError('SECOND_FACTOR_MISSING')
    return issueCode(tx, deps, { purpose: 'factor_removal', channel: way, userId, sessionId })
  })
}
