import type { SavedBytes } from './upload-database.ts'

/** The bytes of uploads: the files that this tab was given, else what the browser keeps. Holds handles, never bytes. */
export interface KeptBytes {
  put: (uploadKey: string, file: Blob) => void
  /** While this tab has it. */
  inHand: (uploadKey: string) => Blob | undefined
  /** Rejects with `BytesGone` where only the person can help, and otherwise when it cannot be read. */
  get: (uploadKey: string) => Promise<Blob>
  /** Whether a file that would not be sent can still be read; the browser's copy stands in for a changed original. */
  isReadable: (uploadKey: string) => Promise<boolean>
  forget: (uploadKey: string) => void
  clear: () => void
}

/** Neither this tab nor the browser has the file, or the browser asks for leave to read it again. */
export class BytesGone extends Error {}

export function createKeptBytes(
  read: (uploadKey: string) => Promise<SavedBytes | undefined>,
  sizeOf: (uploadKey: string) => number | undefined,
): KeptBytes {
  const files = new Map<string, Blob>()

  async function saved(uploadKey: string): Promise<Blob> {
    const bytes = await read(uploadKey).catch(() => undefined)
    const file =
      bytes && 'getFile' in bytes
        ? await bytes.getFile().catch((error: unknown) => {
            throw new BytesGone('The browser asks for leave', { cause: error })
          })
        : bytes
    // Behind a handle there may be another file by now.
    if (!file || file.size !== sizeOf(uploadKey)) throw new BytesGone('The file is gone')
    return file
  }

  const get = async (uploadKey: string) => files.get(uploadKey) ?? (await saved(uploadKey))
  return {
    put: (uploadKey, file) => void files.set(uploadKey, file),
    inHand: (uploadKey) => files.get(uploadKey),
    get,
    async isReadable(uploadKey) {
      for (const way of [get, saved]) {
        const file = await way(uploadKey).catch(() => undefined)
        const bytes = await file
          ?.slice(0, 1)
          .arrayBuffer()
          .catch(() => undefined)
        if (file && bytes) {
          files.set(uploadKey, file)
          return true
        }
      }
      return false
    },
    forget: (uploadKey) => void files.delete(uploadKey),
    clear: () => files.clear(),
  }
}
