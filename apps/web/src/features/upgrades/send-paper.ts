import { type ConsentPaperType, consentPaperTypes } from '@kinkeep/contracts/consent'
import { limits } from '@kinkeep/contracts/limits'
import type { ApiClient } from '../../lib/api.ts'
import { putFile } from '../uploads/put-file.ts'

export type PaperTrouble = 'notAForm' | 'tooLarge' | 'empty' | 'notSent'

/** Why a file cannot be a signed form; null when it can. */
export function troubleOf(file: File): PaperTrouble | null {
  if (!typeOf(file)) return 'notAForm'
  if (file.size > limits.consentPaperBytes) return 'tooLarge'
  return file.size === 0 ? 'empty' : null
}

/** Sends a signed form to the store and answers its id; null when it did not arrive. Rejects with what the API refuses. */
export async function sendPaper(
  client: ApiClient,
  child: { circleId: string; childId: string },
  file: File,
): Promise<string | null> {
  const contentType = typeOf(file)
  if (!contentType) return null
  const { paperId, url, headers } = await client.circles.children.uploadConsentPaper.mutate({
    ...child,
    byteSize: file.size,
    contentType,
  })
  const { signal } = new AbortController()
  const status = await putFile({ url, headers, body: file, onProgress: () => undefined, signal })
  return status === 200 ? paperId : null
}

/** Browsers say nothing about HEIC. */
function typeOf({ type, name }: File): ConsentPaperType | undefined {
  if (type) return consentPaperTypes.find((known) => known === type)
  return /\.hei[cf]$/i.test(name) ? 'image/heic' : undefined
}
