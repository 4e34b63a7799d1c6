import type { RequestParts } from '@kinkeep/contracts/media'
import { sql } from 'kysely'
import type { CircleScope } from '../circles/access.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import { mediaKey, uploadCalls } from './rules.ts'
import { partCountOf, sizeOfPart } from './upload-rules.ts'

interface SignedParts {
  status: 'send' | 'alreadyComplete'
  parts: { number: number; url: string; headers: Record<string, string>; byteSize: number }[]
  expiresAt: string
}

/**
 * Answers where to put parts of a file: each address is good for an hour, and for exactly these bytes. May be asked
 * again for the same parts; what is sent twice replaces itself. The store hears of an upload when its first parts are
 * asked for. Two statements. Throws NotFound for anybody but the uploader and for what is not sent in parts,
 * INVALID_INPUT for a part that the file does not have.
 */
export async function requestParts(
  deps: Pick<Deps, 'db' | 'clock' | 'storage' | 'limits'>,
  scope: CircleScope<'media.upload'>,
  { mediaId, parts }: RequestParts,
): Promise<SignedParts> {
  deps.limits.takeLoosely(`upload:${scope.userId}`, uploadCalls)
  const media = await deps.db
    .selectFrom('media')
    .select(['state', 'byteSize', 'partBytes', 'contentType', 'storeUploadId', 'duplicateOfId'])
    .where('circleId', '=', scope.circleId)
    .where('id', '=', mediaId)
    .where('uploaderId', '=', scope.userId)
    .executeTakeFirst()
  const partBytes = media?.partBytes
  if (!media || !partBytes) throw notFound()
  if (media.state !== 'requested' || media.duplicateOfId) {
    return { status: 'alreadyComplete', parts: [], expiresAt: deps.clock.now().toISOString() }
  }
  const file = { byteSize: media.byteSize, partBytes }
  if (parts.some(({ number }) => number > partCountOf(file))) throw new DomainError('INVALID_INPUT')

  const key = mediaKey(scope.circleId, mediaId, 'original')
  const uploadId = await openUpload(deps, scope, { mediaId, key, ...media })
  const signed = await Promise.all(
    parts.map(async ({ number, sha256 }) => {
      const byteSize = sizeOfPart(file, number)
      const { url, headers, expiresAt } = await deps.storage.parts.sign({
        key,
        uploadId,
        number,
        byteSize,
        sha256,
      })
      return { part: { number, url, headers, byteSize }, expiresAt }
    }),
  )
  const expiresAt = Math.min(...signed.map((one) => one.expiresAt.getTime()))
  return {
    status: 'send',
    parts: signed.map(({ part }) => part),
    expiresAt: new Date(expiresAt).toISOString(),
  }
}

/** The store's upload: the row's, or a new one, of which the row keeps the first. Whoever came second gives theirs up. */
async function openUpload(
  deps: Pick<Deps, 'db' | 'clock' | 'storage'>,
  scope: CircleScope<'media.upload'>,
  media: { mediaId: string; key: string; contentType: string; storeUploadId: string | null },
): Promise<string> {
  const { key } = media
  const begun = media.storeUploadId ? null : await deps.storage.parts.begin(key, media.contentType)
  const kept = await deps.db
    .updateTable('media')
    .set({ storeUploadId: sql`coalesce(store_upload_id, ${begun})`, activeAt: deps.clock.now() })
    .where('circleId', '=', scope.circleId)
    .where('id', '=', media.mediaId)
    .where('state', '=', 'requested')
    .where('duplicateOfId', 'is', null)
    .returning('storeUploadId')
    .executeTakeFirst()
  if (begun && kept?.storeUploadId !== begun) await deps.storage.parts.abort({ key, uploadId: begun })
  // Given up or completed meanwhile; or the store forgot it, and who asks again begins anew.
  if (!kept?.storeUploadId) throw notFound()
  return kept.storeUploadId
}
