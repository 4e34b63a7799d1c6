import type { CancelDeletionByLink } from '@kinkeep/contracts/account-data'
import type { BrowserCaller } from '../accounts/access.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { hashToken } from '../platform/token-hash.ts'
import { keepAccount } from './keep-account.ts'

/** Keeps an account by the link in the mail, once. It signs nobody in. Throws LINK_INVALID, LINK_EXPIRED. */
export async function cancelDeletionByLink(
  deps: Pick<Deps, 'transaction'>,
  { requestId, address }: BrowserCaller,
  { token }: CancelDeletionByLink,
): Promise<void> {
  await deps.transaction(async (tx) => {
    const found = await tx
      .selectFrom('emailTokens')
      .select('userId')
      .where('tokenHash', '=', hashToken(token))
      .where('purpose', '=', 'cancel_deletion')
      .executeTakeFirst()
    if (!found?.userId) throw new DomainError('LINK_INVALID')
    await keepAccount(tx, { userId: found.userId, requestId, address }, found.userId)
  })
}
