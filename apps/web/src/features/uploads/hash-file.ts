import type { FileHashes } from './file-hashes.ts'

export interface HashQuestion {
  id: number
  file: Blob
}

export type HashAnswer =
  | { id: number; read: number }
  | { id: number; hashes: FileHashes }
  | { id: number; unreadable: true }

let worker: Worker | undefined
let asked = 0

/** Hashes a file in a worker, which is started with the first. Rejects when the file cannot be read. */
export function hashFile(file: Blob, onRead: (bytes: number) => void): Promise<FileHashes> {
  worker ??= new Worker(new URL('./hash-worker.ts', import.meta.url), { type: 'module' })
  const thread = worker
  const id = ++asked
  return new Promise((resolve, reject) => {
    const listening = new AbortController()
    const { signal } = listening
    thread.addEventListener(
      'message',
      ({ data }: MessageEvent<HashAnswer>) => {
        if (data.id !== id) return
        if ('read' in data) return onRead(data.read)
        listening.abort()
        if ('hashes' in data) resolve(data.hashes)
        else reject(new Error('The file cannot be read'))
      },
      { signal },
    )
    // Its file could not be fetched, or a browser without module workers: the page does it itself.
    thread.addEventListener(
      'error',
      () => {
        listening.abort()
        if (worker === thread) worker = undefined
        import('./file-hashes.ts').then(({ hashParts }) => hashParts(file, onRead)).then(resolve, reject)
      },
      { signal },
    )
    thread.postMessage({ id, file } satisfies HashQuestion)
  })
}
