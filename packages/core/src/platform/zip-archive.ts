import { createHash } from 'node:crypto'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'

export interface ZipArchive {
  /** The archive as it grows; nothing more is made than is read. ZIP64 where it must be. */
  stream: Readable
  /** Adds a file and resolves when it is read to its end. Pictures need no `compress`. */
  add(name: string, source: Readable, options?: { compress?: boolean }): Promise<void>
  addText(name: string, text: string): Promise<void>
  /** Adds `manifest.sha256`, as `sha256sum --check` reads it, and ends the stream. */
  finish(): Promise<void>
  /** Breaks the stream off: whoever reads it must not take it for whole. */
  fail(error: Error): void
}

/** A ZIP that is written as a stream, a file after the other. `signal` ends what waits for its reader. */
export function createZipArchive(modifiedAt: Date, signal: AbortSignal): ZipArchive {
  const zip = new ZipFile()
  const stream = Readable.from(zip.outputStream, { objectMode: false })
  const digests: string[] = []
  zip.on('error', (error: Error) => stream.destroy(error))
  // Whoever breaks it off knows why; it may be before anybody reads.
  stream.on('error', () => undefined)

  async function add(name: string, source: Readable, { compress = true } = {}): Promise<void> {
    const hash = createHash('sha256')
    const watched = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk)
        done(null, chunk)
      },
    })
    zip.addReadStream(watched, name, { compress, mtime: modifiedAt, mode: 0o100644 })
    await pipeline(source, watched, { signal })
    digests.push(`${hash.digest('hex')}  ${name}\n`)
  }

  const addText = (name: string, text: string) => add(name, Readable.from([Buffer.from(text)]))
  return {
    stream,
    add,
    addText,
    async finish() {
      await addText('manifest.sha256', digests.join(''))
      zip.end()
    },
    fail: (error) => stream.destroy(error),
  }
}
