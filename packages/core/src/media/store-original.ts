import { createHash } from 'node:crypto'
import { type Readable, Transform } from 'node:stream'
import type { Deps } from '../platform/deps.ts'
import { mediaKey } from './rules.ts'

/**
 * Writes the original of a media item that is still `requested`, and answers what was written. The same again takes
 * its place: a worker that was killed begins again.
 */
export async function storeOriginal(
  deps: Pick<Deps, 'storage'>,
  { circleId, mediaId, contentType }: { circleId: string; mediaId: string; contentType: string },
  body: Readable,
  signal: AbortSignal,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256')
  const watched = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      done(null, chunk)
    },
  })
  body.once('error', (error) => watched.destroy(error))
  const key = mediaKey(circleId, mediaId, 'original')
  const bytes = await deps.storage.uploadStream(key, body.pipe(watched), contentType, signal)
  return { bytes, sha256: hash.digest('hex') }
}
