import { randomInt } from 'node:crypto'
import type { Deps } from '@kinkeep/core/platform/deps'
import { indexPhone, userPhoneContext } from '@kinkeep/core/platform/phone-numbers'

/** A German mobile number that nobody in the run has. */
export function newPhone(): string {
  return `+49151${randomInt(10_000_000, 100_000_000)}`
}

/** Gives a user a proven number, as linking one does. */
export async function giveUserPhone(deps: Deps, userId: string, phone = newPhone()): Promise<string> {
  await deps.db
    .updateTable('users')
    .set({
      phoneIndex: indexPhone(deps.secrets, phone),
      phoneSealed: deps.secrets.seal(phone, userPhoneContext(userId)),
      phoneVerifiedAt: deps.clock.now(),
    })
    .where('id', '=', userId)
    .execute()
  return phone
}
