import { createHash } from 'node:crypto'
import { open, readFile } from 'node:fs/promises'
import type { ApiClient } from '../calls/api-client.ts'
import { StoreTrouble, withPatience } from './patience.ts'

type Requested = Awaited<ReturnType<ApiClient['media']['requestUpload']['mutate']>>['uploads'][number]
type Sending = Extract<Requested, { status: 'send' | 'sendParts' }>
type InParts = Extract<Requested, { status: 'sendParts' }>

interface SendOptions<Upload> {
  client: ApiClient
  circleId: string
  upload: Upload
  path: string
  /** Hears how many bytes the store took. */
  onSent: (bytes: number) => void
}

/** Puts the bytes of a file where Kinkeep said, and has it take note. Of a file in parts, only what is missing. */
export async function sendFile({ upload, ...options }: SendOptions<Sending>) {
  const { client, circleId, path, onSent } = options
  if (upload.status === 'sendParts') await sendParts({ ...options, upload })
  else {
    const bytes = await readFile(path)
    await withPatience(() => putOnce(upload.url, upload.headers, bytes))
    onSent(bytes.length)
  }
  return withPatience(() => client.media.completeUpload.mutate({ circleId, mediaId: upload.mediaId }))
}

/** One after the other: whoever is interrupted sends one part again at most. */
async function sendParts({ client, circleId, upload, path, onSent }: SendOptions<InParts>): Promise<void> {
  const { mediaId, partSize, partCount } = upload
  const sent = new Map(upload.sentParts.map(({ number, sha256 }) => [number, sha256]))
  const file = await open(path)
  const buffer = Buffer.alloc(partSize)
  try {
    for (let number = 1; number <= partCount; number += 1) {
      if (sent.has(number)) continue
      const { bytesRead } = await file.read(buffer, 0, partSize, (number - 1) * partSize)
      const bytes = buffer.subarray(0, bytesRead)
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const done = await withPatience(async () => {
        const signed = await client.media.requestParts.mutate({
          circleId,
          mediaId,
          parts: [{ number, sha256 }],
        })
        const [part] = signed.parts
        if (!part) return signed.status
        await putOnce(part.url, part.headers, bytes)
        return signed.status
      })
      if (done === 'alreadyComplete') return
      onSent(bytesRead)
    }
  } finally {
    await file.close()
  }
}

async function putOnce(url: string, headers: Record<string, string>, bytes: Buffer): Promise<void> {
  const response = await fetch(url, { method: 'PUT', headers, body: new Uint8Array(bytes) })
  await response.arrayBuffer()
  // 412: it is there already, and its answer was lost.
  if (!response.ok && response.status !== 412) throw new StoreTrouble(response.status)
}
