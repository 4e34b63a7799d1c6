import type { ArchiveView, OneImport } from '@kinkeep/contracts/archives'
import type { CircleScope } from '../circles/access.ts'
import { assertStillMay } from '../circles/assert-still-may.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { enqueue } from '../platform/jobs.ts'
import { readImport } from './jobs.ts'
import { archiveColumns, importKey, toArchiveView } from './rules.ts'
import { selectOwn } from './sql.ts'

/**
 * Takes note that an archive is sent, and has it read. Asking again answers the same. Throws NOT_FOUND,
 * UPLOAD_INCOMPLETE while parts are missing, and ARCHIVE_GONE.
 */
export async function completeImport(
  deps: Pick<Deps, 'db' | 'transaction' | 'storage'>,
  scope: CircleScope<'archive.import'>,
  { importId }: OneImport,
): Promise<ArchiveView> {
  const { circleId, userId } = scope
  const found = await selectOwn(deps.db, circleId, userId, 'import')
    .select([...archiveColumns, 'uploadId'])
    .where('id', '=', importId)
    .executeTakeFirst()
  if (!found) throw notFound()
  const { uploadId, ...row } = found
  if (row.state !== 'sending') return toArchiveView(row)
  const key = importKey(circleId, importId)
  if (!uploadId) throw new DomainError('ARCHIVE_GONE')
  const parts = (await deps.storage.parts.list({ key, uploadId })) ?? []
  const sent = parts.reduce((bytes, part) => bytes + part.byteSize, 0)
  const isThere = (await deps.storage.sizeOf(key)) === row.byteSize
  if (!isThere && sent !== row.byteSize) throw new DomainError('UPLOAD_INCOMPLETE')
  if (!isThere) await deps.storage.parts.complete({ key, uploadId }, parts)
  return deps.transaction(async (tx) => {
    await assertStillMay(tx, scope)
    const changed = await tx
      .updateTable('archives')
      .set({ state: 'waiting', uploadId: null })
      .where('circleId', '=', circleId)
      .where('id', '=', importId)
      .where('userId', '=', userId)
      .where('state', '=', 'sending')
      .returning(archiveColumns)
      .executeTakeFirst()
    if (changed) {
      await enqueue(tx, readImport, { circleId, archiveId: importId })
      await publish(tx, circleId, { type: 'archive.changed', archiveId: importId })
      return toArchiveView(changed)
    }
    const now = await selectOwn(tx, circleId, userId, 'import')
      .select(archiveColumns)
      .where('id', '=', importId)
      .executeTakeFirst()
    if (!now) throw notFound()
    return toArchiveView(now)
  })
}
