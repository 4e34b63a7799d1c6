import type { SignIn } from '@kinkeep/contracts/accounts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { findTrustedDevice } from '../two-factor/queries.ts'
import type { BrowserCaller, SignInOutcome } from './access.ts'
import { completeSignIn } from './complete-sign-in.ts'
import { triesPerAddress } from './rules.ts'

/**
 * Opens a session, or asks for the second factor. A wrong password and an address that nobody has answer
 * CREDENTIALS_WRONG after the same work; so does one tried too often, with TOO_MANY_REQUESTS.
 */
export async function signIn(
  deps: Pick<Deps, 'db' | 'transaction' | 'clock' | 'random' | 'passwords' | 'limits'>,
  caller: BrowserCaller,
  input: SignIn,
): Promise<SignInOutcome> {
  // A device that the owner trusts has tries of its own: a stranger who uses up the address's keeps nobody out.
  const device = await findTrustedDevice(deps, input.email, caller.deviceToken)
  const [user] = await Promise.all([
    deps.db
      .selectFrom('users')
      .select(['id', 'passwordHash'])
      .where('email', '=', input.email)
      .executeTakeFirst(),
    deps.limits.take({ key: `sign-in:${device ? `device:${device}` : input.email}`, limit: triesPerAddress }),
  ])
  const matches = await deps.passwords.verify(user?.passwordHash ?? null, input.password)
  if (!user || !matches) throw new DomainError('CREDENTIALS_WRONG')

  const dated = user.passwordHash !== null && deps.passwords.isDated(user.passwordHash)
  const renewed = dated ? await deps.passwords.hash(input.password) : undefined

  return deps.transaction(async (tx) => {
    // Comparing takes its time: a password that was changed or reset meanwhile must not outlive the sessions it had.
    const { passwordHash } = await tx
      .selectFrom('users')
      .select('passwordHash')
      .where('id', '=', user.id)
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow()
    const isSame = passwordHash === user.passwordHash
    // Renewed by another sign-in at the same moment, it is still the same password.
    if (!isSame && !(await deps.passwords.verify(passwordHash, input.password))) {
      throw new DomainError('CREDENTIALS_WRONG')
    }
    if (renewed !== undefined && isSame) {
      await tx.updateTable('users').set({ passwordHash: renewed }).where('id', '=', user.id).execute()
    }
    return completeSignIn(tx, deps, caller, {
      userId: user.id,
      firstFactor: 'password',
      remember: input.remember,
    })
  })
}
