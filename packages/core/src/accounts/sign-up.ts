import type { SignUp } from '@kinkeep/contracts/accounts'
import { findInvitedAddress } from '../circles/queries.ts'
import { audit } from '../platform/audit.ts'
import { isUniqueViolation } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { enqueue } from '../platform/jobs.ts'
import { openSession, type SessionCookie } from '../platform/sessions.ts'
import { hashToken } from '../platform/token-hash.ts'
import type { BrowserCaller, Caller } from './access.ts'
import { insertUser } from './insert-user.ts'
import { sendSignUpMail } from './jobs.ts'
import { lockSignUps } from './lock-sign-ups.ts'
import { mailsPerAddress, signUpExpiry } from './rules.ts'

type SignUpResult = { status: 'confirmationSent' } | { status: 'signedIn'; session: SessionCookie }

/**
 * Begins an account. Nothing is told about whether the address has one: the answer, its time and the rows are
 * the same, and the mail says the rest to whoever reads it. An account appears when the address is confirmed,
 * so that signing up with somebody else's address gains nothing.
 * A token from an invitation mail proves the address it was sent to; then the account is made at once.
 */
export async function signUp(
  deps: Pick<Deps, 'db' | 'transaction' | 'clock' | 'random' | 'passwords' | 'limits'>,
  caller: BrowserCaller,
  input: SignUp,
): Promise<SignUpResult> {
  await deps.limits.take({ key: `sign-up:${input.email}`, limit: mailsPerAddress })
  const passwordHash = await deps.passwords.hash(input.password)

  if (input.invitationToken) {
    const address = await findInvitedAddress(deps, input.invitationToken)
    const session =
      address === input.email ? await createInvitedUser(deps, caller, input, passwordHash) : null
    if (session) return { status: 'signedIn', session }
  }

  await deps.transaction(async (tx) => {
    const { id } = await tx
      .insertInto('signUps')
      .values({
        id: deps.random.id(),
        email: input.email,
        name: input.name,
        language: input.language,
        timeZone: input.timeZone,
        passwordHash,
        browserHash: hashToken(caller.browserToken),
        createdAt: deps.clock.now(),
        expiresAt: signUpExpiry(deps.clock),
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await enqueue(tx, sendSignUpMail, { signUpId: id })
  })
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
