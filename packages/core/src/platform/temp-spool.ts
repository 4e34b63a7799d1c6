import { open, rm } from 'node:fs/promises'
import path from 'node:path'
import { newTempFolder } from './temp-folders.ts'

export interface TempSpool {
  /** Bytes appended so far. */
  readonly bytes: number
  append(bytes: Buffer): Promise<void>
  /** All of it, from the beginning. */
  read(): AsyncGenerator<Buffer>
  close(): Promise<void>
}

const chunkBytes = 64 * 1024

/** A list that grows on disk and not in memory. Its file has no name: however this process ends, it is gone. */
export async function openTempSpool(): Promise<TempSpool> {
  const folder = await newTempFolder()
  const file = await open(path.join(folder, 'spool'), 'w+', 0o600)
  await rm(folder, { recursive: true, force: true })
  let pending: Buffer[] = []
  let pendingBytes = 0
  let written = 0

  async function flush(): Promise<void> {
    const chunk = Buffer.concat(pending)
    pending = []
    pendingBytes = 0
    for (let done = 0; done < chunk.length; ) {
      const { bytesWritten } = await file.write(chunk, done, chunk.length - done, written)
      done += bytesWritten
      written += bytesWritten
    }
  }

  return {
    get bytes() {
      return written + pendingBytes
    },
    async append(bytes) {
      pending.push(bytes)
      pendingBytes += bytes.length
      if (pendingBytes >= chunkBytes) await flush()
    },
    async *read() {
      await flush()
      for (let position = 0; position < written; ) {
        const chunk = Buffer.alloc(Math.min(chunkBytes, written - position))
        const { bytesRead } = await file.read(chunk, 0, chunk.length, position)
        if (bytesRead === 0) throw new Error('a spool is shorter than what was written to it')
        position += bytesRead
        yield chunk.subarray(0, bytesRead)
      }
    },
    close: () => file.close(),
  }
}
