import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { isWhole } from './upload-rules.ts'

/**
 * Has the store make one object of the parts of a file. Nothing to do where it did so before; what two began at once is
 * given up but for the one. Throws UPLOAD_INCOMPLETE while a part is missing, or has another size than it should.
 */
export async function assembleParts(
  deps: Pick<Deps, 'storage'>,
  file: { key: string; byteSize: number; partBytes: number; storeUploadId: string | null },
): Promise<void> {
  const { key, storeUploadId } = file
  if (!storeUploadId) return
  const upload = { key, uploadId: storeUploadId }
  const parts = await deps.storage.parts.list(upload)
  if (!parts) return
  if (!isWhole(file, parts)) throw new DomainError('UPLOAD_INCOMPLETE')
  if (await deps.storage.parts.complete(upload, parts)) await deps.storage.parts.abortAll(key)
}
