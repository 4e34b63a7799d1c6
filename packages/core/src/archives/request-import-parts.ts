import type { RequestImportParts } from '@kinkeep/contracts/archives'
import type { CircleScope } from '../circles/access.ts'
import type { Database } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import { importKey, importPartBytes } from './rules.ts'
import { selectOwn } from './sql.ts'

/**
 * Where to put parts of an import that the caller is sending, and which ones the store has. Throws NOT_FOUND,
 * ARCHIVE_GONE for one that is not being sent any more or whose parts are gone (asked for again, it begins anew), and
 * INVALID_INPUT for parts past its end.
 */
export async function requestImportParts(
  deps: Pick<Deps, 'db' | 'storage'>,
  scope: CircleScope<'archive.import'>,
  { importId, parts }: RequestImportParts,
) {
  const { circleId, userId } = scope
  const found = await selectOwn(deps.db, circleId, userId, 'import')
    .select(['state', 'byteSize', 'uploadId'])
    .where('id', '=', importId)
    .executeTakeFirst()
  if (!found) throw notFound()
  const { state, byteSize, uploadId } = found
  if (state !== 'sending' || !uploadId || !byteSize) throw new DomainError('ARCHIVE_GONE')
  const upload = { key: importKey(circleId, importId), uploadId }
  const stored = await deps.storage.parts.list(upload)
  if (!stored) {
    // The store made one of the parts and whoever asked for it died before saying so.
    const isWhole = (await deps.storage.sizeOf(upload.key)) === byteSize
    if (isWhole) return { parts: [], sent: [], isWhole }
    await forgetUpload(deps.db, circleId, importId, uploadId)
    throw new DomainError('ARCHIVE_GONE')
  }
  const last = Math.ceil(byteSize / importPartBytes)
  if (parts.some(({ number }) => number > last)) {
    throw new DomainError('INVALID_INPUT', { fields: { parts: ['invalid'] } })
  }
  const signed = await Promise.all(
    parts.map(async ({ number, sha256 }) => {
      const begin = (number - 1) * importPartBytes
      const bytes = Math.min(importPartBytes, byteSize - begin)
      const { url, headers, expiresAt } = await deps.storage.parts.sign({
        ...upload,
        number,
        byteSize: bytes,
        sha256,
      })
      return { number, url, headers, expiresAt: expiresAt.toISOString() }
    }),
  )
  const sent = stored.map(({ number, sha256 }) => ({ number, sha256 }))
  return { parts: signed, sent, isWhole: false }
}

async function forgetUpload(
  db: Database,
  circleId: string,
  importId: string,
  uploadId: string,
): Promise<void> {
  await db
    .updateTable('archives')
    .set({ uploadId: null })
    .where('circleId', '=', circleId)
    .where('id', '=', importId)
    .where('uploadId', '=', uploadId)
    .execute()
}
