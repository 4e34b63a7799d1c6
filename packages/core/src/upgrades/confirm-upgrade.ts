import type { ConfirmUpgrade } from '@kinkeep/contracts/upgrades'
import { authenticate, type BrowserCaller } from '../accounts/access.ts'
import { assertUncommon } from '../accounts/assert-uncommon.ts'
import { completeSignIn } from '../accounts/complete-sign-in.ts'
import { insertUser } from '../accounts/insert-user.ts'
import { lockSignUps } from '../accounts/lock-sign-ups.ts'
import { audit } from '../platform/audit.ts'
import { isUniqueViolation } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import type { SessionCookie } from '../platform/sessions.ts'
import { type FoundUpgrade, linkChild } from './link-child.ts'
import { assertOpen } from './rules.ts'
import { selectUpgradeByToken } from './sql.ts'

type Account = NonNullable<ConfirmUpgrade['account']>

type Outcome =
  /** A session only where the account is new. */
  | { status: 'confirmed'; circleId: string; childId: string; session: SessionCookie | null }
  | { status: 'signInFirst' }

/**
 * Makes a child's profile their own, and them a member. Signed in with the address that the link was sent to, that
 * account is taken; signed out, a new one is made, which needs no further mail. An address that has an account must
 * be signed in to. Once: throws LINK_INVALID, UPGRADE_REVOKED, UPGRADE_DONE, UPGRADE_EXPIRED,
 * UPGRADE_FOR_OTHER_ADDRESS, PASSWORD_COMMON, TOO_MANY_CIRCLES, and TOKEN_SCOPE_TOO_LOW for a program.
 */
export async function confirmUpgrade(
  deps: Pick<Deps, 'db' | 'transaction' | 'clock' | 'random' | 'passwords'>,
  caller: BrowserCaller,
  { token, account }: ConfirmUpgrade,
): Promise<Outcome> {
  if (caller.isProgram) throw new DomainError('TOKEN_SCOPE_TOO_LOW')
  const found = await selectUpgradeByToken(deps.db, token).executeTakeFirst()
  if (!found) throw new DomainError('LINK_INVALID')
  assertOpen(found, deps.clock.now())
  const { circleId, childId, email } = found
  const confirmed = { status: 'confirmed', circleId, childId } as const

  const signedIn = await authenticate(deps, caller)
  if (signedIn) {
    const { actor, user } = signedIn.scope
    if (user.email !== email) throw new DomainError('UPGRADE_FOR_OTHER_ADDRESS')
    await deps.transaction((tx) => linkChild(tx, { token, found, userId: user.id, actor }))
    return { ...confirmed, session: null }
  }
  if (found.ownerId || email === null) return { status: 'signInFirst' }
  if (!account) throw new DomainError('INVALID_INPUT', { fields: { 'account.password': ['required'] } })
  const session = await signUp(deps, caller, { token, found, account: { ...account, email } })
  return session ? { ...confirmed, session } : { status: 'signInFirst' }
}

interface NewAdult {
  token: string
  found: FoundUpgrade
  account: Account & { email: string }
}

/** The account, the membership and the session, or none of them. null when the address got an account meanwhile. */
async function signUp(
  deps: Pick<Deps, 'transaction' | 'random' | 'passwords'>,
  caller: BrowserCaller,
  { token, found, account }: NewAdult,
): Promise<SessionCookie | null> {
  await assertUncommon(account.password, account)
  const passwordHash = await deps.passwords.hash(account.password)
  const userId = deps.random.id()
  try {
    return await deps.transaction(async (tx) => {
      await lockSignUps(tx, account.email)
      await insertUser(tx, { ...account, id: userId, passwordHash })
      await audit(tx, { ...caller, userId }, { action: 'user.created', subjectId: userId })
      const outcome = await completeSignIn(tx, deps, caller, { userId, firstFactor: 'email', remember: true })
      // Last, as it publishes.
      await linkChild(tx, { token, found, userId, actor: { ...caller, userId } })
      return outcome.status === 'signedIn' ? outcome.session : null
    })
  } catch (error) {
    if (!isUniqueViolation(error, 'users_email_key')) throw error
    return null
  }
}
