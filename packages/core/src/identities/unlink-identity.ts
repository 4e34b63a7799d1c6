import type { UnlinkIdentity } from '@kinkeep/contracts/identities'
import type { FreshUserScope } from '../accounts/access.ts'
import { countSignInMethods } from '../accounts/count-sign-in-methods.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import { enqueue } from '../platform/jobs.ts'
import { sendIdentityMail } from './jobs.ts'

/**
 * Forgets a linked identity. Throws NOT_FOUND, and LAST_SIGN_IN_METHOD when nothing would be left to sign in with: of
 * two that are unlinked at once the second waits for the first.
 */
export async function unlinkIdentity(
  deps: Pick<Deps, 'transaction'>,
  scope: FreshUserScope,
  { identityId }: UnlinkIdentity,
): Promise<void> {
  await deps.transaction(async (tx) => {
    await tx.selectFrom('users').select('id').where('id', '=', scope.userId).forUpdate().execute()
    const identity = await tx
      .deleteFrom('identities')
      .where('id', '=', identityId)
      .where('userId', '=', scope.userId)
      .returning('provider')
      .executeTakeFirst()
    if (!identity) throw notFound()
    if ((await countSignInMethods(tx, scope.userId)) === 0) throw new DomainError('LAST_SIGN_IN_METHOD')
    await audit(tx, scope.actor, { action: 'identity.unlinked', subjectId: identityId })
    const { provider } = identity
    await enqueue(tx, sendIdentityMail, { userId: scope.userId, provider, happened: 'unlinked' })
  })
}
