import type { RevokeToken } from '@kinkeep/contracts/sessions'
import type { UserScope } from '../accounts/access.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { notFound } from '../platform/errors.ts'
import { endSessions } from '../platform/sessions.ts'

/** Ends one of the caller's access tokens at once, and the streams that are open with it. Throws NotFound. */
export async function revokeToken(
  deps: Pick<Deps, 'transaction'>,
  scope: UserScope,
  { tokenId }: RevokeToken,
): Promise<void> {
  await deps.transaction(async (tx) => {
    const ended = await endSessions(tx, scope.userId, { only: tokenId, kind: 'access_token' })
    if (ended.length === 0) throw notFound()
    await audit(tx, scope.actor, { action: 'token.revoked', subjectId: tokenId })
  })
}
