import type { OneExport } from '@kinkeep/contracts/archives'
import type { CircleScope } from '../circles/access.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import { downloadName } from './rules.ts'
import { selectOwn } from './sql.ts'

/**
 * An address where the caller's own archive or book can be fetched for a while, and read on from any byte. Whether
 * they still may is asked each time. Throws NOT_FOUND, and ARCHIVE_GONE for one that is not there, or not any more.
 */
export async function signDownload(
  deps: Pick<Deps, 'transaction' | 'storage'>,
  scope: CircleScope<'archive.request'> | CircleScope<'book.request'>,
  { exportId }: OneExport,
): Promise<{ url: string; expiresAt: string }> {
  const { circleId, userId } = scope
  const kind = scope.permission === 'book.request' ? 'book' : 'export'
  const found = await deps.transaction(async (tx) => {
    const archive = await selectOwn(tx, circleId, userId, kind)
      .select(['kind', 'title', 'createdAt', 'storageKey', 'expiresAt'])
      .where('id', '=', exportId)
      .executeTakeFirst()
    if (!archive) throw notFound()
    const { storageKey, ...rest } = archive
    if (!storageKey || archive.expiresAt <= tx.effects.clock.now()) throw new DomainError('ARCHIVE_GONE')
    const action = kind === 'book' ? 'book.downloaded' : 'archive.downloaded'
    await audit(tx, scope.actor, { action, circleId, subjectId: exportId })
    return { ...rest, storageKey }
  })
  const { url, reusableUntil } = await deps.storage.signDownload({
    key: found.storageKey,
    saveAs: downloadName(found),
  })
  return { url, expiresAt: reusableUntil.toISOString() }
}
