import type { SignUpByProvider, SignUpByProviderResult } from '@kinkeep/contracts/identities'
import type { BrowserCaller } from '../accounts/access.ts'
import { insertSignUp } from '../accounts/insert-sign-up.ts'
import { insertUser } from '../accounts/insert-user.ts'
import { limitSignUpMails } from '../accounts/limit-sign-up-mails.ts'
import { lockSignUps } from '../accounts/lock-sign-ups.ts'
import { audit } from '../platform/audit.ts'
import { isUniqueViolation } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { openSession, type SessionCookie } from '../platform/sessions.ts'
import type { FlowScope } from './access.ts'
import { insertIdentity } from './insert-identity.ts'
import { takeFlow } from './take-flow.ts'

type Result =
  | Exclude<SignUpByProviderResult, { status: 'signedIn' }>
  | { status: 'signedIn'; session: SessionCookie }

/**
 * Makes an account with this identity. At once where the provider proved the address: whoever signed up with it and
 * never proved it loses that. Otherwise the account waits for the answer to a mail, in this browser alone, like any
 * sign-up, and nothing is told about whether the address has one. Throws INVALID_INPUT without an address,
 * CHALLENGE_EXPIRED, IDENTITY_LINKED_ELSEWHERE.
 */
export async function signUpByProvider(
  deps: Pick<Deps, 'transaction' | 'random' | 'limits'>,
  caller: BrowserCaller,
  flow: FlowScope<'sign_in'>,
  input: SignUpByProvider,
): Promise<Result> {
  const { email, emailProven } = flow.returned
  if (email !== null && emailProven) return createUser(deps, caller, flow, { ...input, email })
  if (input.email === undefined) throw new DomainError('INVALID_INPUT', { fields: { email: ['required'] } })
  await waitForProof(deps, caller, flow, { ...input, email: input.email })
  return { status: 'confirmationSent' }
}

type WithEmail = SignUpByProvider & { email: string }

async function createUser(
  deps: Pick<Deps, 'transaction' | 'random'>,
  caller: BrowserCaller,
  flow: FlowScope<'sign_in'>,
  { email, name, language, timeZone }: WithEmail,
): Promise<Result> {
  const { id: flowId, provider, issuer, subject, label, remembered } = flow.returned
  try {
    return await deps.transaction(async (tx) => {
      await takeFlow(tx, flowId)
      await lockSignUps(tx, email)
      const userId = deps.random.id()
      await insertUser(tx, { id: userId, email, name, language, timeZone, passwordHash: null })
      await insertIdentity(tx, { id: deps.random.id(), userId, provider, issuer, subject, label })
      await audit(tx, { ...caller, userId }, { action: 'user.created', subjectId: userId })
      const session = await openSession(tx, deps.random, { userId, remembered, place: caller })
      return { status: 'signedIn', session }
    })
  } catch (error) {
    if (isUniqueViolation(error, 'users_email_key')) return { status: 'accountExists', provider, email }
    throw error
  }
}

async function waitForProof(
  deps: Pick<Deps, 'transaction' | 'random' | 'limits'>,
  caller: BrowserCaller,
  flow: FlowScope<'sign_in'>,
  { email, name, language, timeZone }: WithEmail,
): Promise<void> {
  await limitSignUpMails(deps, email)
  const signUp = { email, name, language, timeZone, passwordHash: null, flowId: flow.returned.id }
  await deps.transaction((tx) => insertSignUp(tx, deps.random, caller, signUp))
}
