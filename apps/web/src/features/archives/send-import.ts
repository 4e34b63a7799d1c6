import type { ApiClient } from '../../lib/api.ts'
import { digest } from '../uploads/digest.ts'
import { putFile } from '../uploads/put-file.ts'

export interface SendImport {
  client: ApiClient
  circleId: string
  importId: string
  file: File
  partBytes: number
  onProgress: (sent: number) => void
  signal: AbortSignal
}

const tries = 5
const firstWaitMs = 1000

/**
 * Sends an archive part by part; what the store has already is not sent again, so that the same file can be chosen
 * anew after a reload. Rejects when a part does not go through in five tries.
 */
export async function sendImport({
  client,
  circleId,
  importId,
  file,
  partBytes,
  onProgress,
  signal,
}: SendImport) {
  const one = { circleId, importId }
  const { sent, isWhole } = await client.keeps.imports.requestParts.mutate({ ...one, parts: [] })
  if (isWhole) return
  const there = new Map(sent.map(({ number, sha256 }) => [number, sha256]))
  for (let number = 1; (number - 1) * partBytes < file.size; number += 1) {
    signal.throwIfAborted()
    const begin = (number - 1) * partBytes
    const body = file.slice(begin, begin + partBytes)
    const sha256 = await digest(await body.arrayBuffer())
    if (there.get(number) !== sha256) {
      await sendPart({
        client,
        one,
        number,
        sha256,
        body,
        signal,
        onProgress: (bytes) => onProgress(begin + bytes),
      })
    }
    onProgress(begin + body.size)
  }
}

interface Part {
  client: ApiClient
  one: { circleId: string; importId: string }
  number: number
  sha256: string
  body: Blob
  signal: AbortSignal
  onProgress: (bytes: number) => void
}

async function sendPart({ client, one, number, sha256, body, signal, onProgress }: Part): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted()
    try {
      const { parts } = await client.keeps.imports.requestParts.mutate({
        ...one,
        parts: [{ number, sha256 }],
      })
      const address = parts[0]
      const status = address ? await putFile({ ...address, body, onProgress, signal }) : 0
      if (status === 200) return
      throw new Error(`the store answered ${status}`)
    } catch (error) {
      if (attempt === tries) throw error
      await new Promise((resolve) => setTimeout(resolve, firstWaitMs * 2 ** (attempt - 1)))
    }
  }
}
