import type { FreshUserScope } from '../accounts/access.ts'
import { lockAccount } from '../accounts/lock-account.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { enqueue } from '../platform/jobs.ts'
import { sendSecondFactorMail } from './jobs.ts'
import { replaceRecoveryCodes } from './replace-recovery-codes.ts'
import { countFactors } from './sql.ts'

/** Makes new recovery codes; the old ones are worth nothing from then on. Throws SECOND_FACTOR_MISSING. */
export async function generateRecoveryCodes(
  deps: Pick<Deps, 'transaction' | 'random' | 'secrets'>,
  scope: FreshUserScope,
): Promise<{ recoveryCodes: string[] }> {
  const { userId } = scope
  return deps.transaction(async (tx) => {
    await lockAccount(tx, userId)
    if ((await countFactors(tx, userId)) === 0) throw new DomainError('SECOND_FACTOR_MISSING')
    const recoveryCodes = await replaceRecoveryCodes(tx, deps, userId)
    await audit(tx, scope.actor, { action: 'recovery_code.replaced', subjectId: userId })
    await enqueue(tx, sendSecondFactorMail, { userId, news: 'recoveryCodesMade' })
    return { recoveryCodes }
  })
}
