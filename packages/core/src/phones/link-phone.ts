import type { LinkPhone, PhoneStatus } from '@kinkeep/contracts/phones'
import type { FreshUserScope } from '../accounts/access.ts'
import { checkCode } from '../codes/check-code.ts'
import { audit } from '../platform/audit.ts'
import { isUniqueViolation } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { enqueue } from '../platform/jobs.ts'
import { indexPhone, userPhoneContext } from '../platform/phone-numbers.ts'
import { sendPhoneMail } from './jobs.ts'
import { readPhone } from './queries.ts'
import { normalizeCode } from './rules.ts'
import { assertChangeable, lockUser } from './sql.ts'

type LinkDeps = Pick<Deps, 'db' | 'transaction' | 'clock' | 'secrets'>

/**
 * Adds a number to the caller's account, or puts it in another one's place, once its code was right. Throws
 * CODE_WRONG, CODE_EXPIRED, SECOND_FACTOR_EXISTS while codes go to the number there is now, and PHONE_UNAVAILABLE
 * when another account has it: that account keeps it, and its owner is told by mail (docs/decisions/0058).
 */
export async function linkPhone(
  deps: LinkDeps,
  scope: FreshUserScope,
  { codeId, code }: LinkPhone,
): Promise<PhoneStatus> {
  const { phone } = await checkCode(deps, {
    codeId,
    purpose: 'phone_link',
    code: normalizeCode(code),
    sessionId: scope.sessionId,
    userId: scope.userId,
  })
  if (phone === null) throw new DomainError('CODE_EXPIRED')
  try {
    await storePhone(deps, scope, phone)
  } catch (error) {
    if (!isUniqueViolation(error, 'users_phone_index_key')) throw error
    await tellItsOwner(deps, phone)
    throw new DomainError('PHONE_UNAVAILABLE')
  }
  return readPhone(deps, scope)
}

async function storePhone(deps: LinkDeps, scope: FreshUserScope, phone: string): Promise<void> {
  const { userId } = scope
  await deps.transaction(async (tx) => {
    const before = await lockUser(tx, userId)
    await assertChangeable(tx, userId)
    const phoneIndex = indexPhone(deps.secrets, phone)
    const now = tx.effects.clock.now()
    await tx
      .updateTable('users')
      .set({
        phoneIndex,
        phoneSealed: deps.secrets.seal(phone, userPhoneContext(userId)),
        phoneVerifiedAt: now,
        updatedAt: now,
      })
      .where('id', '=', userId)
      .execute()
    if (before.phoneIndex?.equals(phoneIndex)) return
    await audit(tx, scope.actor, { action: 'phone.linked', subjectId: userId })
    await enqueue(tx, sendPhoneMail, { userId, news: before.phoneIndex ? 'changed' : 'linked' })
  })
}

/** Somebody else holds the telephone. Whether the number was passed on or is shared, its owner can tell. */
async function tellItsOwner(deps: LinkDeps, phone: string): Promise<void> {
  await deps.transaction(async (tx) => {
    const owner = await tx
      .selectFrom('users')
      .select('id')
      .where('phoneIndex', '=', indexPhone(deps.secrets, phone))
      .executeTakeFirst()
    if (owner) await enqueue(tx, sendPhoneMail, { userId: owner.id, news: 'claimed' })
  })
}
