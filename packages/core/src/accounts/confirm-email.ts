import type { ConfirmEmail } from '@kinkeep/contracts/accounts'
import { passInvitation } from '../circles/pass-invitation.ts'
import { claimFlow } from '../identities/claim-flow.ts'
import { audit } from '../platform/audit.ts'
import { isUniqueViolation } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { openSession, type SessionCookie } from '../platform/sessions.ts'
import { hashToken, isTokenOf } from '../platform/token-hash.ts'
import type { Caller } from './access.ts'
import { insertUser } from './insert-user.ts'
import { lockSignUps } from './lock-sign-ups.ts'
import { confirmationTries } from './rules.ts'

interface Confirmed {
  session: SessionCookie
  /** Leads on to the invitation by whose link they signed up, while it is open. */
  invitationToken: string | undefined
}

/**
 * Turns a sign-up into an account and signs in. The link alone is not enough in another browser than the one
 * that signed up: whoever typed somebody else's address would otherwise have an account under it, with their
 * own password, as soon as the owner clicks. There the password is asked for.
 * Throws LINK_INVALID, LINK_EXPIRED, LINK_USED, PASSWORD_REQUIRED, CREDENTIALS_WRONG; OTHER_BROWSER, CHALLENGE_EXPIRED
 * and IDENTITY_LINKED_ELSEWHERE for a sign-up that began with a provider.
 */
export async function confirmEmail(
  deps: Pick<Deps, 'db' | 'transaction' | 'clock' | 'random' | 'passwords' | 'limits'>,
  caller: Caller,
  input: ConfirmEmail,
): Promise<Confirmed> {
  const found = await deps.db
    .selectFrom('emailTokens')
    .innerJoin('signUps', 'signUps.id', 'emailTokens.signUpId')
    .where('emailTokens.tokenHash', '=', hashToken(input.token))
    .select(['signUps.id', 'signUps.email', 'signUps.browserHash', 'signUps.passwordHash'])
    .select(['signUps.expiresAt', 'signUps.confirmedAt', 'signUps.flowId'])
    .executeTakeFirst()
  if (!found) throw new DomainError('LINK_INVALID')
  if (found.confirmedAt) throw new DomainError('LINK_USED')
  if (found.expiresAt <= deps.clock.now()) throw new DomainError('LINK_EXPIRED')

  if (!isTokenOf(caller.browserToken, found.browserHash)) {
    // There is no password to ask for, and an identity that a stranger left behind must not become a way in.
    if (found.flowId) throw new DomainError('OTHER_BROWSER')
    if (input.password === undefined) throw new DomainError('PASSWORD_REQUIRED')
    await deps.limits.take({ key: `confirm:${found.id}`, limit: confirmationTries })
    const matches = await deps.passwords.verify(found.passwordHash, input.password)
    if (!matches) throw new DomainError('CREDENTIALS_WRONG')
  }
  return createConfirmedUser(deps, caller, found)
}

async function createConfirmedUser(
  deps: Pick<Deps, 'transaction' | 'random'>,
  caller: Caller,
  { id, email }: { id: string; email: string },
): Promise<Confirmed> {
  try {
    return await deps.transaction(async (tx) => {
      const signUp = (await lockSignUps(tx, email)).find((each) => each.id === id)
      if (!signUp) throw new DomainError('LINK_INVALID')
      if (signUp.confirmedAt) throw new DomainError('LINK_USED')

      const userId = deps.random.id()
      // Kept without its password for a while, so that a second click learns that the link was used.
      await tx
        .updateTable('signUps')
        .set({ confirmedAt: tx.effects.clock.now(), passwordHash: null })
        .where('id', '=', id)
        .execute()
      await insertUser(tx, { ...signUp, id: userId })
      if (signUp.flowId) await claimFlow(tx, deps.random, { flowId: signUp.flowId, userId })
      await audit(tx, { ...caller, userId }, { action: 'user.created', subjectId: userId })
      const invitationToken = signUp.invitationId
        ? await passInvitation(tx, deps.random, signUp.invitationId)
        : undefined
      const session = await openSession(tx, deps.random, { userId, remembered: true, place: caller })
      return { session, invitationToken }
    })
  } catch (error) {
    if (isUniqueViolation(error, 'users_email_key')) throw new DomainError('LINK_USED')
    throw error
  }
}
