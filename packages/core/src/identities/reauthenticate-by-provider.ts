import type { UserScope } from '../accounts/access.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { markProven } from '../sessions/mark-proven.ts'
import { readFactorKinds } from '../two-factor/queries.ts'
import type { FlowScope } from './access.ts'
import { requireOwnFlow } from './require-own-flow.ts'
import { freshSince } from './rules.ts'
import { takeFlow } from './take-flow.ts'

/**
 * Proves again who somebody is, by an identity of theirs. That this browser is signed in there proves nothing to
 * whoever sits down in front of it: the provider must say that the person signed in there within the last minutes.
 * Throws CHALLENGE_EXPIRED for another session's journey, PROVIDER_REFUSED, SECOND_FACTOR_REQUIRED.
 */
export async function reauthenticateByProvider(
  deps: Pick<Deps, 'db' | 'transaction' | 'clock'>,
  scope: UserScope,
  flow: FlowScope<'reauthenticate'>,
): Promise<void> {
  requireOwnFlow(scope, flow)
  // A provider is a first factor: with a second one it would be a way around it.
  if ((await readFactorKinds(deps, scope.userId)).length > 0) throw new DomainError('SECOND_FACTOR_REQUIRED')
  const { id: flowId, provider, issuer, subject, authenticatedAt } = flow.returned
  if (authenticatedAt === null || authenticatedAt < freshSince(deps.clock)) {
    throw new DomainError('PROVIDER_REFUSED')
  }
  await deps.transaction(async (tx) => {
    await takeFlow(tx, flowId)
    const identity = await tx
      .selectFrom('identities')
      .select('id')
      .where('provider', '=', provider)
      .where('issuer', '=', issuer)
      .where('subject', '=', subject)
      .where('userId', '=', scope.userId)
      .executeTakeFirst()
    if (!identity) throw new DomainError('PROVIDER_REFUSED')
    await markProven(tx, scope.sessionId)
    await audit(tx, scope.actor, { action: 'session.proven', subjectId: identity.id })
  })
}
