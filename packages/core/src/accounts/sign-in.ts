import type { SignIn } from '@kinkeep/contracts/accounts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import type { BrowserCaller, SignInOutcome } from './access.ts'
import { completeSignIn } from './complete-sign-in.ts'
import { triesPerAddress } from './rules.ts'

/**
 * Opens a session, or asks for the second factor. A wrong password and an address that nobody has answer
 * CREDENTIALS_WRONG after the same work; so does one tried too often, with TOO_MANY_REQUESTS.
 */
export async function signIn(
  deps: Pick<Deps, 'db' | 'transaction' | 'random' | 'passwords' | 'limits'>,
  caller: BrowserCaller,
  input: SignIn,
): Promise<SignInOutcome> {
  const [user] = await Promise.all([
    deps.db
      .selectFrom('users')
      .select(['id', 'passwordHash'])
      .where('email', '=', input.email)
      .executeTakeFirst(),
    deps.limits.take({ key: `sign-in:${input.email}`, limit: triesPerAddress }),
  ])
  const matches = await deps.passwords.verify(user?.passwordHash ?? null, input.password)
  if (!user || !matches) throw new DomainError('CREDENTIALS_WRONG')

  const dated = user.passwordHash !== null && deps.passwords.isDated(user.passwordHash)
  const renewed = dated ? await deps.passwords.hash(input.password) : undefined

  return deps.transaction(async (tx) => {
    if (renewed !== undefined) {
      await tx
        .updateTable('users')
        .set({ passwordHash: renewed })
        .where('id', '=', user.id)
        .where('passwordHash', '=', user.passwordHash)
        .execute()
    }
    return completeSignIn(tx, deps, caller, {
      userId: user.id,
      firstFactor: 'password',
      remember: input.remember,
    })
  })
}
