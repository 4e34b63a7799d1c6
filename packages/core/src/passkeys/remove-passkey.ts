import type { RemovePasskey } from '@kinkeep/contracts/passkeys'
import type { FreshUserScope } from '../accounts/access.ts'
import { countSignInMethods } from '../accounts/count-sign-in-methods.ts'
import { lockAccount } from '../accounts/lock-account.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import { enqueue } from '../platform/jobs.ts'
import { sendPasskeyMail } from './jobs.ts'

/**
 * Forgets a passkey, which opens nothing from now on. Throws NOT_FOUND, and LAST_SIGN_IN_METHOD when nothing would be
 * left to sign in with: of two that are removed at once the second waits for the first.
 */
export async function removePasskey(
  deps: Pick<Deps, 'transaction'>,
  scope: FreshUserScope,
  { passkeyId }: RemovePasskey,
): Promise<void> {
  await deps.transaction(async (tx) => {
    await lockAccount(tx, scope.userId)
    const removed = await tx
      .deleteFrom('passkeys')
      .where('id', '=', passkeyId)
      .where('userId', '=', scope.userId)
      .returning('id')
      .executeTakeFirst()
    if (!removed) throw notFound()
    if ((await countSignInMethods(tx, scope.userId)) === 0) throw new DomainError('LAST_SIGN_IN_METHOD')
    await audit(tx, scope.actor, { action: 'passkey.removed', subjectId: passkeyId })
    await enqueue(tx, sendPasskeyMail, { userId: scope.userId, news: 'removed' })
  })
}
