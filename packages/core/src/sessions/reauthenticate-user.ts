import type { Reauthenticate } from '@kinkeep/contracts/sessions'
import type { UserScope } from '../accounts/access.ts'
import { checkCode } from '../codes/check-code.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { readFactorKinds } from '../two-factor/queries.ts'
import { verifyTotp } from '../two-factor/verify-totp.ts'
import { markProven } from './mark-proven.ts'
import { provesEnough, reauthenticationTries } from './rules.ts'

type ReauthenticateDeps = Pick<Deps, 'db' | 'transaction' | 'clock' | 'passwords' | 'secrets' | 'limits'>

/**
 * Proves again who the caller is: for `limits.freshMinutes` this session may do what needs it. Every try counts
 * before it is looked at, right or wrong, whatever the way. Throws CREDENTIALS_WRONG, CODE_WRONG, CODE_EXPIRED,
 * SECOND_FACTOR_LOCKED, SECOND_FACTOR_REQUIRED, TOO_MANY_REQUESTS.
 */
export async function reauthenticateUser(
  deps: ReauthenticateDeps,
  scope: UserScope,
  input: Reauthenticate,
): Promise<void> {
  await deps.limits.take({ key: `reauthenticate:${scope.userId}`, limit: reauthenticationTries })
  const factors = await readFactorKinds(deps, scope.userId)
  const assertEnough = (way: 'password' | 'totp' | 'sms' | 'email') => {
    if (!provesEnough(way, factors)) throw new DomainError('SECOND_FACTOR_REQUIRED')
  }
  if (input.method !== 'code') assertEnough(input.method)
  if (input.method === 'password') await checkPassword(deps, scope, input.password)
  else if (input.method === 'totp') await verifyTotp(deps, scope, input.code)
  else {
    const { codeId, code } = input
    const { userId, sessionId } = scope
    // Asked for before the second factor was set up, it is the first one alone.
    assertEnough(
      (await checkCode(deps, { codeId, code, purpose: 'reauthentication', userId, sessionId })).channel,
    )
  }
  await deps.transaction(async (tx) => {
    await markProven(tx, scope.sessionId)
    await audit(tx, scope.actor, { action: 'session.proven', subjectId: scope.sessionId })
  })
}

async function checkPassword(deps: ReauthenticateDeps, scope: UserScope, password: string): Promise<void> {
  const user = await deps.db
    .selectFrom('users')
    .select('passwordHash')
    .where('id', '=', scope.userId)
    .executeTakeFirstOrThrow()
  if (!(await deps.passwords.verify(user.passwordHash, password))) throw new DomainError('CREDENTIALS_WRONG')
}
