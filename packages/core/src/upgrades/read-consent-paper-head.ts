import { type ConsentPaperType, consentPaperTypes } from '@kinkeep/contracts/consent'
import { limits } from '@kinkeep/contracts/limits'
import { fileTypeFromBuffer } from 'file-type'
import { DomainError } from '../platform/errors.ts'
import type { Storage } from '../platform/storage.ts'
import { paperKey } from './rules.ts'

export interface ConsentPaper {
  bytes: number
  type: ConsentPaperType
}

const headBytes = 4100

/**
 * Looks at a signed form in the store: its size, and what its first bytes show it to be, whatever its sender said.
 * Only these few bytes are read. Throws UPLOAD_MISSING, and MEDIA_NOT_USABLE for what is no PDF and no photo.
 */
export async function readConsentPaperHead(
  storage: Pick<Storage, 'sizeOf' | 'openRead'>,
  circleId: string,
  paperId: string,
): Promise<ConsentPaper> {
  const key = paperKey(circleId, paperId)
  const bytes = await storage.sizeOf(key)
  if (bytes === undefined) throw new DomainError('UPLOAD_MISSING')
  const head = await readHead(storage, key)
  const found = await fileTypeFromBuffer(head)
  const type = consentPaperTypes.find((each) => each === found?.mime)
  if (!type || bytes > limits.consentPaperBytes) throw new DomainError('MEDIA_NOT_USABLE')
  return { bytes, type }
}

async function readHead(storage: Pick<Storage, 'openRead'>, key: string): Promise<Buffer> {
  const body = await storage.openRead(key)
  if (!body) throw new DomainError('UPLOAD_MISSING')
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of body) {
      const bytes = Buffer.from(chunk as Uint8Array)
      chunks.push(bytes)
      length += bytes.length
      if (length >= headBytes) break
    }
  } finally {
    body.destroy()
  }
  return Buffer.concat(chunks).subarray(0, headBytes)
}
