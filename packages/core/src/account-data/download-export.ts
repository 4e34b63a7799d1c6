import type { DownloadExport } from '@kinkeep/contracts/account-data'
import type { UserScope } from '../accounts/access.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { hashToken } from '../platform/token-hash.ts'

/**
 * Uses up a mailed link and answers where the export is, for half an hour. The link alone opens nothing: it must be
 * the person themselves who is signed in. Throws LINK_INVALID, LINK_USED, LINK_EXPIRED.
 */
export async function downloadExport(
  deps: Pick<Deps, 'transaction' | 'storage'>,
  scope: UserScope,
  { token }: DownloadExport,
): Promise<{ url: string }> {
  const key = await deps.transaction(async (tx) => {
    const now = tx.effects.clock.now()
    const found = await tx
      .selectFrom('emailTokens')
      .innerJoin('userExports', 'userExports.id', 'emailTokens.exportId')
      .select(['emailTokens.usedAt', 'emailTokens.expiresAt', 'userExports.id', 'userExports.storageKey'])
      .where('emailTokens.tokenHash', '=', hashToken(token))
      .where('emailTokens.purpose', '=', 'export')
      .where('userExports.userId', '=', scope.userId)
      .where('userExports.state', '=', 'ready')
      .forUpdate()
      .executeTakeFirst()
    if (!found?.storageKey) throw new DomainError('LINK_INVALID')
    if (found.usedAt) throw new DomainError('LINK_USED')
    if (!found.expiresAt || found.expiresAt <= now) throw new DomainError('LINK_EXPIRED')
    await tx
      .updateTable('emailTokens')
      .set({ usedAt: now })
      .where('tokenHash', '=', hashToken(token))
      .execute()
    await audit(tx, scope.actor, { action: 'user.exportDownloaded', subjectId: found.id })
    return found.storageKey
  })
  const { url } = await deps.storage.signDownload({ key, saveAs: 'kinkeep.zip' })
  return { url }
}
