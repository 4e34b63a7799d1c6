import type { UploadFile } from '@kinkeep/contracts/media'
import type { UploadItem } from './upload-item.ts'

/** An upload as the server is asked for it. */
export function toRequest(item: UploadItem, sha256: string | undefined): UploadFile {
  const { sendKey, name, size, type, modifiedAt, modifiedOffset, keep, allowDuplicate } = item
  return {
    ...{ uploadKey: sendKey, name, byteSize: size, contentType: type, modifiedAt, modifiedOffset, keep },
    ...(sha256 !== undefined && { sha256 }),
    ...(allowDuplicate && { allowDuplicate }),
  }
}
