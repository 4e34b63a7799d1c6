import type { PhoneStatus } from '@kinkeep/contracts/phones'
import type { UserScope } from '../accounts/access.ts'
import type { Deps } from '../platform/deps.ts'
import { maskPhone, userPhoneContext } from '../platform/phone-numbers.ts'

/** The caller's own number, masked: a session that was stolen does not give the whole of it. One statement. */
export async function readPhone(
  { db, secrets }: Pick<Deps, 'db' | 'secrets'>,
  { userId }: UserScope,
): Promise<PhoneStatus> {
  const { phoneSealed, phoneVerifiedAt, isSecondFactor } = await db
    .selectFrom('users')
    .select(['phoneSealed', 'phoneVerifiedAt'])
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom('secondFactors')
          .select('secondFactors.id')
          .whereRef('secondFactors.userId', '=', 'users.id')
          .where('kind', '=', 'sms')
          .where('confirmedAt', 'is not', null),
      ).as('isSecondFactor'),
    )
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
  if (!phoneSealed || !phoneVerifiedAt) return { phone: null }
  const number = maskPhone(secrets.open(phoneSealed, userPhoneContext(userId)))
  return {
    phone: { number, verifiedAt: phoneVerifiedAt.toISOString(), isSecondFactor: Boolean(isSecondFactor) },
  }
}
