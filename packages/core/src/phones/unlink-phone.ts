import type { PhoneStatus } from '@kinkeep/contracts/phones'
import type { FreshUserScope } from '../accounts/access.ts'
import { countSignInMethods } from '../accounts/count-sign-in-methods.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { enqueue } from '../platform/jobs.ts'
import { sendPhoneMail } from './jobs.ts'
import { assertChangeable, lockUser } from './sql.ts'

/**
 * Takes the number from the caller's account; without one nothing happens. Throws SECOND_FACTOR_EXISTS while codes go
 * to it, LAST_SIGN_IN_METHOD when nothing would be left to sign in with.
 */
export async function unlinkPhone(
  deps: Pick<Deps, 'transaction'>,
  scope: FreshUserScope,
): Promise<PhoneStatus> {
  const { userId } = scope
  await deps.transaction(async (tx) => {
    const { phoneIndex } = await lockUser(tx, userId)
    if (!phoneIndex) return
    await assertChangeable(tx, userId)
    await tx
      .updateTable('users')
      .set({
        phoneIndex: null,
        phoneSealed: null,
        phoneVerifiedAt: null,
        updatedAt: tx.effects.clock.now(),
      })
      .where('id', '=', userId)
      .execute()
    // A code to sign in with it, which is on its way, finds nobody. Codes for other purposes end here.
    await tx
      .updateTable('codes')
      .set({ expiresAt: tx.effects.clock.now() })
      .where('userId', '=', userId)
      .where('channel', '=', 'sms')
      .where('usedAt', 'is', null)
      .execute()
    await tx.deleteFrom('secondFactors').where('userId', '=', userId).where('kind', '=', 'sms').execute()
    if ((await countSignInMethods(tx, userId)) === 0) throw new DomainError('LAST_SIGN_IN_METHOD')
    await audit(tx, scope.actor, { action: 'phone.unlinked', subjectId: userId })
    await enqueue(tx, sendPhoneMail, { userId, news: 'unlinked' })
  })
  return { phone: null }
}
