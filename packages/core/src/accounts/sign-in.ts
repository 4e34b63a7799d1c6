import type { SignIn } from '@kinkeep/contracts/accounts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import type { BrowserCaller, SignInOutcome } from './access.ts'
import { completeSignIn } from './complete-sign-in.ts'
import { triesPerAddress } from './rules.ts'

/**
 * Opens a session, or asks for the second factor. A wrong password and an address that nobody has answer CREDENTIALS_WRONG after the same
 * work; so does one tried too often, with TOO_MANY_REQUESTS.
 */
export async function signIn(
  deps: Pick<Deps, 'db' | 'transaction' | 'random' | 'passwords' | 'limits'>,
  caller: BrowserCaller,
  input: SignIn,
): Promise<SignInOutcome> {
  await deps.limits.take({ key: `sign-in:${input.email}`, limit: triesPerAddress })
  const user = await deps.db
    .selectFrom('users')
    .select(['id', 'passwordHash'])
    .where('email', '=', input.email)
    .executeTakeFirst()
  const matches = await deps.passwords.verify(user?.passwordHash ?? null, input.password)
  if (!user || !matches) throw new DomainError('CREDENTIALS_WRONG')

  return deps.transaction((tx) =>
    completeSignIn(tx, deps, caller, {
      userId: user.id,
      firstFactor: 'password',
      remember: input.remember,
    }),
  )
}
