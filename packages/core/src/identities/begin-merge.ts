import type { BrowserCaller, FreshUserScope } from '../accounts/access.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { hashToken } from '../platform/token-hash.ts'
import { flowExpiry } from './rules.ts'

/**
 * Begins to merge another account into the caller's: the other one is to sign in next, in this browser and by any way
 * it has, its second factor included, while this proof is fresh. The session goes on existing as that proof, but the
 * browser must forget it, so that whoever stops halfway is nobody.
 */
export async function beginMerge(
  deps: Pick<Deps, 'transaction' | 'random' | 'clock'>,
  scope: FreshUserScope,
  caller: Pick<BrowserCaller, 'browserToken'>,
): Promise<void> {
  const browserHash = hashToken(caller.browserToken)
  await deps.transaction(async (tx) => {
    await tx.deleteFrom('accountMerges').where('browserHash', '=', browserHash).execute()
    await tx
      .insertInto('accountMerges')
      .values({
        id: deps.random.id(),
        keptUserId: scope.userId,
        keptSessionId: scope.sessionId,
        browserHash,
        createdAt: deps.clock.now(),
        expiresAt: flowExpiry(deps.clock),
      })
      .execute()
    await audit(tx, scope.actor, { action: 'account.merge-begun', subjectId: scope.userId })
  })
}
