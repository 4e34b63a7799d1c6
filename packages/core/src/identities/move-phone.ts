import type { Tx } from '../platform/db.ts'
import { userPhoneContext } from '../platform/phone-numbers.ts'
import type { Secrets } from '../platform/secrets.ts'
import type { AccountPair } from './move-memberships.ts'

/** A number moves to a user without one, sealed anew for its place; else it ends with its account. */
export async function movePhone(tx: Tx, secrets: Secrets, { from, to }: AccountPair): Promise<void> {
  const phone = await tx
    .selectFrom('users')
    .select(['phoneIndex', 'phoneSealed', 'phoneVerifiedAt'])
    .where('id', '=', from)
    .executeTakeFirstOrThrow()
  if (!phone.phoneSealed || !phone.phoneIndex) return
  await tx
    .updateTable('users')
    .set({ phoneIndex: null, phoneSealed: null, phoneVerifiedAt: null })
    .where('id', '=', from)
    .execute()
  const number = secrets.open(phone.phoneSealed, userPhoneContext(from))
  await tx
    .updateTable('users')
    .set({
      phoneIndex: phone.phoneIndex,
      phoneSealed: secrets.seal(number, userPhoneContext(to)),
      phoneVerifiedAt: phone.phoneVerifiedAt,
    })
    .where('id', '=', to)
    .where('phoneIndex', 'is', null)
    .execute()
}
