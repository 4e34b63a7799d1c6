import { createPasswordHasher } from '@kinkeep/core/platform/passwords'
import { indexPhone, userPhoneContext } from '@kinkeep/core/platform/phone-numbers'
import type { BenchStack } from './bench-stack.ts'

export interface Account {
  id: string
  email: string
  phone: string
}

/** What the accounts below have in common. */
export const accountPassword = 'the same for everybody here'

/** E.164 of a mobile number that is valid, a different one for each place. */
export function phoneAt(place: number): string {
  return `+4915155${String(place).padStart(6, '0')}`
}

/** People with a proven address, a password and a phone, as signing up and linking would have left them. */
export async function fillAccounts(
  { database, secrets }: Pick<BenchStack, 'database' | 'secrets'>,
  count: number,
): Promise<Account[]> {
  const hash = await createPasswordHasher().hash(accountPassword)
  const accounts: Account[] = []
  for (let place = 0; place < count; place += 1) {
    const [email, phone] = [`known-${place}@example.org`, phoneAt(place)]
    const { rows } = await database.query<{ id: string }>(
      `insert into users (email, name, language, time_zone, password_hash, email_verified_at, created_at, updated_at)
       values ($1, 'Anna Larina', 'en', 'Europe/Berlin', $2, now(), now(), now()) returning id`,
      [email, hash],
    )
    const [{ id } = { id: '' }] = rows
    await database.query(
      'update users set phone_index = $2, phone_sealed = $3, phone_verified_at = now() where id = $1',
      [id, indexPhone(secrets, phone), secrets.seal(phone, userPhoneContext(id))],
    )
    accounts.push({ id, email, phone })
  }
  return accounts
}
