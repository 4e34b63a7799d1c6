import type { Readable } from 'node:stream'
import type { Deps } from './deps.ts'

/** A file that grows as it is written. */
interface Growing {
  stream: Readable
  /** Breaks the stream off: whoever reads it must not take it for whole. */
  fail(error: Error): void
}

/**
 * Puts a file into the store while it is made: `open` begins it, `write` fills it. Answers its bytes and what `write`
 * said. `stop` ends both, and whichever of the two fails first ends the other.
 */
export async function uploadMade<File extends Growing, Written>(
  { storage }: Pick<Deps, 'storage'>,
  { key, contentType }: { key: string; contentType: string },
  stop: AbortSignal,
  open: (signal: AbortSignal) => Promise<File>,
  write: (file: File, signal: AbortSignal) => Promise<Written>,
): Promise<{ bytes: number; written: Written }> {
  const ended = new AbortController()
  const signal = AbortSignal.any([stop, ended.signal])
  const file = await open(signal)
  const uploaded = storage.uploadStream(key, file.stream, contentType, signal)
  const written = write(file, signal)
  let failure: Error | undefined
  const end = (error: Error) => {
    failure ??= error
    file.fail(error)
    ended.abort(error)
  }
  // Both are waited for, so that nothing goes on behind the answer.
  await Promise.all([written.catch(end), uploaded.catch(end)])
  if (failure) throw failure
  return { bytes: await uploaded, written: await written }
}
