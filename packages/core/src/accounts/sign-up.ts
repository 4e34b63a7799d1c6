import type { SignUp } from '@kinkeep/contracts/accounts'
import { findOpenInvitation } from '../circles/invitation-queries.ts'
import { audit } from '../platform/audit.ts'
import { isUniqueViolation } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { openSession, type SessionCookie } from '../platform/sessions.ts'
import type { BrowserCaller, Caller } from './access.ts'
import { assertUncommon } from './assert-uncommon.ts'
import { insertSignUp } from './insert-sign-up.ts'
import { insertUser } from './insert-user.ts'
import { limitSignUpMails } from './limit-sign-up-mails.ts'
import { lockSignUps } from './lock-sign-ups.ts'

type SignUpResult = { status: 'confirmationSent' } | { status: 'signedIn'; session: SessionCookie }

/**
 * Begins an account. Nothing is told about whether the address has one: the answer, its time and the rows are
 * the same, and the mail says the rest to whoever reads it. An account appears when the address is confirmed,
 * so that signing up with somebody else's address gains nothing.
 * A token from an invitation mail proves the address it was sent to; then the account is made at once. That of a
 * link proves none; it is remembered, so that confirming leads to the invitation in whatever browser.
 */
export async function signUp(
  deps: Pick<Deps, 'db' | 'transaction' | 'clock' | 'random' | 'passwords' | 'limits'>,
  caller: BrowserCaller,
  input: SignUp,
): Promise<SignUpResult> {
  await limitSignUpMails(deps, input.email)
  await assertUncommon(input.password, input)
  const passwordHash = await deps.passwords.hash(input.password)

  const invitation = input.invitationToken ? await findOpenInvitation(deps, input.invitationToken) : undefined
  if (invitation?.email === input.email) {
    const session = await createInvitedUser(deps, caller, input, passwordHash)
    if (session) return { status: 'signedIn', session }
  }

  const { email, name, language, timeZone } = input
  await deps.transaction((tx) =>
    insertSignUp(tx, deps.random, caller, {
      ...{ email, name, language, timeZone, passwordHash },
      ...(invitation?.email === null && { invitationId: invitation.id }),
    }),
  )
  return { status: 'confirmationSent' }
}

/** null when the address already has an account. */
async function createInvitedUser(
  deps: Pick<Deps, 'transaction' | 'random'>,
  caller: Caller,
  input: SignUp,
  passwordHash: string,
): Promise<SessionCookie | null> {
  try {
    return await deps.transaction(async (tx) => {
      const userId = deps.random.id()
      await lockSignUps(tx, input.email)
      await insertUser(tx, { ...input, id: userId, passwordHash })
      await audit(tx, { ...caller, userId }, { action: 'user.created', subjectId: userId })
      return openSession(tx, deps.random, { userId, remembered: true, place: caller })
    })
  } catch (error) {
    if (isUniqueViolation(error, 'users_email_key')) return null
    throw error
  }
}
