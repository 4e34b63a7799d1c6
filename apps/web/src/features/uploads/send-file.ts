import type { RequestedUpload } from '@kinkeep/contracts/media'
import { classifyPut, type PutOutcome } from './classify-put.ts'
import { sendParts } from './send-parts.ts'
import type { UploadPorts } from './upload-ports.ts'

/** Leave to send a file, as a whole or in parts. */
export type Grant = Extract<RequestedUpload, { status: 'send' | 'sendParts' }>

export interface FileToSend {
  circleId: string
  grant: Grant
  /** SHA-256 of each part. */
  hashes: readonly string[]
  body: Blob
  signal: AbortSignal
  /** Bytes in parts that the store has, and those under way. */
  onProgress: (stored: number, underway: number) => void
}

/** Brings a file's bytes to the store, as far as they get. */
export async function sendFile(
  ports: Pick<UploadPorts, 'requestParts' | 'put'>,
  { grant, hashes, body, signal, onProgress, circleId }: FileToSend,
): Promise<PutOutcome> {
  if (grant.status === 'sendParts')
    return sendParts(ports, { circleId, grant, hashes, body, signal, onProgress })
  const { url, headers } = grant
  const status = await ports.put({
    ...{ url, headers, body, signal },
    onProgress: (sent) => onProgress(0, Math.min(sent, body.size)),
  })
  return classifyPut(status)
}
