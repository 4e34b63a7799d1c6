import type { UserScope } from '../accounts/access.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { markProven } from '../sessions/mark-proven.ts'
import type { FlowScope } from './access.ts'
import { requireOwnFlow } from './require-own-flow.ts'
import { freshSince } from './rules.ts'
import { takeFlow } from './take-flow.ts'

/**
 * Proves again who somebody is, by an identity of theirs. That this browser is signed in there proves nothing to
 * whoever sits down in front of it: the provider must say that the person signed in there within the last minutes.
 * Throws CHALLENGE_EXPIRED for another session's journey, PROVIDER_REFUSED.
 */
export async function reauthenticateByProvider(
  deps: Pick<Deps, 'transaction' | 'clock'>,
  scope: UserScope,
  flow: FlowScope<'reauthenticate'>,
): Promise<void> {
  requireOwnFlow(scope, flow)
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
