import type { SignInByProvider } from '@kinkeep/contracts/identities'
import type { BrowserCaller, SignInOutcome } from '../accounts/access.ts'
import { completeSignIn } from '../accounts/complete-sign-in.ts'
import type { Deps } from '../platform/deps.ts'
import type { FlowScope } from './access.ts'
import { takeFlow } from './take-flow.ts'

type Unfinished = Extract<SignInByProvider, { status: 'accountExists' | 'signUpWanted' }>

/**
 * Signs in whoever has this identity linked. By nothing else is an account ever found: an address opens none. Where
 * the provider proved an address that has an account, its reader is told so; whoever only claims one is told the same
 * as everybody else, and the mail to it says the rest. Throws CHALLENGE_EXPIRED, CREDENTIALS_WRONG when deactivated.
 */
export async function signInByProvider(
  deps: Pick<Deps, 'transaction' | 'random'>,
  caller: BrowserCaller,
  flow: FlowScope<'sign_in'>,
): Promise<SignInOutcome | Unfinished> {
  const { id, provider, issuer, subject, label, name, email, emailProven, remembered } = flow.returned
  return deps.transaction(async (tx) => {
    const identity = await tx
      .updateTable('identities')
      .set({ usedAt: tx.effects.clock.now(), label })
      .where('provider', '=', provider)
      .where('issuer', '=', issuer)
      .where('subject', '=', subject)
      .returning('userId')
      .executeTakeFirst()
    if (identity) {
      await takeFlow(tx, id)
      return completeSignIn(tx, deps, caller, {
        userId: identity.userId,
        firstFactor: 'provider',
        remember: remembered,
      })
    }
    if (email !== null && emailProven) {
      const known = await tx.selectFrom('users').select('id').where('email', '=', email).executeTakeFirst()
      if (known) return { status: 'accountExists', provider, email }
    }
    return { status: 'signUpWanted', provider, name, email, emailProven }
  })
}
