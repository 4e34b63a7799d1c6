import type { UserScope } from '../accounts/access.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { endSessions } from '../platform/sessions.ts'

/** Signs the caller out everywhere but here. Access tokens go on: programs are revoked by name. Answers how many ended. */
export async function revokeOtherSessions(
  deps: Pick<Deps, 'transaction'>,
  scope: UserScope,
): Promise<{ revoked: number }> {
  return deps.transaction(async (tx) => {
    const ended = await endSessions(tx, scope.userId, { keep: scope.sessionId, kind: 'browser' })
    for (const subjectId of ended) await audit(tx, scope.actor, { action: 'session.revoked', subjectId })
    return { revoked: ended.length }
  })
}
