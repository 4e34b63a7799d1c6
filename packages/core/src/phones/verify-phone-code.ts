import type { VerifyPhoneCode } from '@kinkeep/contracts/phones'
import type { BrowserCaller, SignInOutcome } from '../accounts/access.ts'
import { completeSignIn } from '../accounts/complete-sign-in.ts'
import { checkCode } from '../codes/check-code.ts'
import { addSeconds, secondsPerDay } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { enqueue } from '../platform/jobs.ts'
import { indexPhone } from '../platform/phone-numbers.ts'
import { sendPhoneMail } from './jobs.ts'
import { normalizeCode, quietDays } from './rules.ts'

/**
 * Signs in whoever has the number, in the browser that asked for the code, or asks for the second factor. Throws
 * CODE_WRONG, CODE_EXPIRED: for numbers that nobody has the same ones, after the same work.
 */
export async function verifyPhoneCode(
  deps: Pick<Deps, 'db' | 'transaction' | 'clock' | 'random' | 'secrets'>,
  caller: BrowserCaller,
  { codeId, code, remember }: VerifyPhoneCode,
): Promise<SignInOutcome> {
  const { phone } = await checkCode(deps, {
    codeId,
    purpose: 'phone_sign_in',
    code: normalizeCode(code),
    browserToken: caller.browserToken,
  })
  if (phone === null) throw new DomainError('CODE_EXPIRED')
  return deps.transaction(async (tx) => {
    const user = await tx
      .selectFrom('users')
      .select(['id', 'phoneVerifiedAt'])
      .where('phoneIndex', '=', indexPhone(deps.secrets, phone))
      .forNoKeyUpdate()
      .executeTakeFirst()
    // Removed from its account after the code was sent.
    if (!user) throw new DomainError('CODE_EXPIRED')
    const outcome = await completeSignIn(tx, deps, caller, {
      userId: user.id,
      firstFactor: 'phone',
      remember,
    })
    const now = tx.effects.clock.now()
    await tx.updateTable('users').set({ phoneVerifiedAt: now }).where('id', '=', user.id).execute()
    const wasQuiet = (user.phoneVerifiedAt ?? now) < addSeconds(now, -quietDays * secondsPerDay)
    if (wasQuiet) await enqueue(tx, sendPhoneMail, { userId: user.id, news: 'usedAgain' })
    return outcome
  })
}
