import type { RemoveFactor } from '@kinkeep/contracts/two-factor'
import type { FreshUserScope } from '../accounts/access.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { enqueue } from '../platform/jobs.ts'
import { acceptFactor } from './accept-factor.ts'
import { endTwoFactor } from './end-two-factor.ts'
import { sendSecondFactorMail } from './jobs.ts'
import { countFactors } from './sql.ts'

/**
 * Takes one second factor away, with a fresh code of any; with the last one two-factor sign-in ends. Throws
 * SECOND_FACTOR_MISSING, and what a wrong code does.
 */
export async function removeFactor(
  deps: Pick<Deps, 'db' | 'transaction' | 'clock' | 'secrets' | 'limits'>,
  scope: FreshUserScope,
  { kind, proof }: RemoveFactor,
): Promise<void> {
  const { userId, actor } = scope
  await acceptFactor(deps, scope, proof, async (tx) => {
    const removed = await tx
      .deleteFrom('secondFactors')
      .where('userId', '=', userId)
      .where('kind', '=', kind)
      .where('confirmedAt', 'is not', null)
      .returning('id')
      .executeTakeFirst()
    if (!removed) throw new DomainError('SECOND_FACTOR_MISSING')
    await audit(tx, actor, { action: `second_factor.removed.${kind}`, subjectId: userId })
    if ((await countFactors(tx, userId)) === 0) return endTwoFactor(tx, userId, actor)
    await tx
      .updateTable('users')
      .set({ preferredFactor: null })
      .where('id', '=', userId)
      .where('preferredFactor', '=', kind)
      .execute()
    await enqueue(tx, sendSecondFactorMail, { userId, news: 'factorRemoved', factor: kind })
  })
}
