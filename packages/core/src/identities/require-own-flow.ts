import type { UserScope } from '../accounts/access.ts'
import { DomainError } from '../platform/errors.ts'
import type { FlowScope } from './access.ts'

/** A journey for an account is good in the session that began it alone. Throws CHALLENGE_EXPIRED. */
export function requireOwnFlow(scope: UserScope, flow: FlowScope<'link' | 'reauthenticate'>): void {
  if (flow.returned.sessionId !== scope.sessionId) throw new DomainError('CHALLENGE_EXPIRED')
}
