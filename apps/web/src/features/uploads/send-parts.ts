import type { RequestedUpload } from '@kinkeep/contracts/media'
import { classifyPut, type PutOutcome } from './classify-put.ts'
import type { UploadPorts } from './upload-ports.ts'

/** Addresses asked for in one call: they are good for an hour, in which a slow line sends some of them only. */
const addressesAtOnce = 16

export interface PartsToSend {
  circleId: string
  grant: Extract<RequestedUpload, { status: 'sendParts' }>
  /** SHA-256 of each part. */
  hashes: readonly string[]
  body: Blob
  signal: AbortSignal
  /** Bytes in parts that the store has, and those of the one under way. */
  onProgress: (stored: number, underway: number) => void
}

/**
 * Sends the parts that the store does not have, one after the other: a tab that dies has at most one part half sent,
 * and files go side by side anyway. Ends with the first part that did not arrive.
 */
export async function sendParts(
  { requestParts, put }: Pick<UploadPorts, 'requestParts' | 'put'>,
  { circleId, grant, hashes, body, signal, onProgress }: PartsToSend,
): Promise<PutOutcome> {
  const { mediaId, partSize, partCount } = grant
  const sizeOf = (number: number) => Math.min(partSize, body.size - (number - 1) * partSize)
  const had = grant.sentParts.filter(
    // A part whose hash the store does not tell is checked with the whole.
    ({ number, sha256 }) => sha256 === null || sha256 === hashes[number - 1],
  )
  const known = new Set(had.map(({ number }) => number))
  let stored = had.reduce((sum, { number }) => sum + sizeOf(number), 0)
  onProgress(stored, 0)
  const missing = Array.from({ length: partCount }, (_, index) => index + 1).filter(
    (part) => !known.has(part),
  )

  for (let start = 0; start < missing.length; start += addressesAtOnce) {
    const parts = missing
      .slice(start, start + addressesAtOnce)
      .map((number) => ({ number, sha256: hashes[number - 1] ?? '' }))
    const addresses = await requestParts({ circleId, mediaId, parts })
    if (addresses.status === 'alreadyComplete') return 'arrived'
    for (const { number, url, headers } of addresses.parts) {
      const from = (number - 1) * partSize
      const status = await put({
        ...{ url, headers, signal, body: body.slice(from, from + partSize) },
        onProgress: (underway) => onProgress(stored, Math.min(underway, sizeOf(number))),
      })
      if (signal.aborted) return 'later'
      const outcome = classifyPut(status)
      if (outcome !== 'arrived') return outcome
      stored += sizeOf(number)
      onProgress(stored, 0)
    }
  }
  return 'arrived'
}
