import type { RevokeSession } from '@kinkeep/contracts/sessions'
import type { UserScope } from '../accounts/access.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { notFound } from '../platform/errors.ts'
import { endSessions } from '../platform/sessions.ts'

/** Signs the caller out of one of their browsers, and ends the streams that are open there. Throws NotFound. */
export async function revokeSession(
  deps: Pick<Deps, 'transaction'>,
  scope: UserScope,
  { sessionId }: RevokeSession,
): Promise<void> {
  await deps.transaction(async (tx) => {
    const ended = await endSessions(tx, scope.userId, { only: sessionId, kind: 'browser' })
    if (ended.length === 0) throw notFound()
    await audit(tx, scope.actor, { action: 'session.revoked', subjectId: sessionId })
  })
}
