import type { SignIn } from '@kinkeep/contracts/accounts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { openSession, type SessionCookie } from '../platform/sessions.ts'
import type { Caller } from './access.ts'
import { triesPerAddress } from './rules.ts'

/**
 * Opens a session. A wrong password and an address that nobody has answer CREDENTIALS_WRONG after the same
 * work; so does one tried too often, with TOO_MANY_REQUESTS.
 */
export async function signIn(
  deps: Pick<Deps, 'db' | 'transaction' | 'random' | 'passwords' | 'limits'>,
  caller: Caller,
  input: SignIn,
): Promise<SessionCookie> {
  await deps.limits.take({ key: `sign-in:${input.email}`, limit: triesPerAddress })
  const user = await deps.db
    .selectFrom('users')
    .select(['id', 'passwordHash'])
    .where('email', '=', input.email)
    .executeTakeFirst()
  const matches = await deps.passwords.verify(user?.passwordHash ?? null, input.password)
  if (!user || !matches) throw new DomainError('CREDENTIALS_WRONG')

  return deps.transaction(async (tx) => {
    const session = await openSession(tx, deps.random, user.id, input.remember)
    await audit(tx, { ...caller, userId: user.id }, { action: 'session.opened', subjectId: user.id })
    return session
  })
}
