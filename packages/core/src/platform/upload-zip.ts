import type { Deps } from './deps.ts'
import { createZipArchive, type ZipArchive } from './zip-archive.ts'

/**
 * Puts a ZIP into the store while `write` fills it, and answers its bytes and what `write` said. `stop` ends both, and
 * whichever of the two fails first ends the other.
 */
export async function uploadZip<Written>(
  deps: Pick<Deps, 'clock' | 'storage'>,
  key: string,
  stop: AbortSignal,
  write: (zip: ZipArchive, signal: AbortSignal) => Promise<Written>,
): Promise<{ bytes: number; written: Written }> {
  const ended = new AbortController()
  const signal = AbortSignal.any([stop, ended.signal])
  const zip = await createZipArchive(deps.clock.now(), signal)
  const uploaded = deps.storage.uploadStream(key, zip.stream, 'application/zip', signal)
  const written = write(zip, signal)
  let failure: Error | undefined
  const end = (error: Error) => {
    failure ??= error
    zip.fail(error)
    ended.abort(error)
  }
  // Both are waited for, so that nothing goes on behind the answer.
  await Promise.all([written.catch(end), uploaded.catch(end)])
  if (failure) throw failure
  return { bytes: await uploaded, written: await written }
}
