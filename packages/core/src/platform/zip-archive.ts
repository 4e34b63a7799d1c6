import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { PassThrough, Readable, Transform } from 'node:stream'
import { createDeflateRaw } from 'node:zlib'
import { openTempSpool } from './temp-spool.ts'
import {
  centralHeader,
  crc32,
  dataDescriptor,
  endRecords,
  localHeader,
  type ZipEntry,
} from './zip-records.ts'

export interface ZipArchive {
  /** The archive as it grows; nothing more is made than is read. ZIP64 where it must be. */
  stream: Readable
  /**
   * Adds a file and resolves when it is read to its end, with what was in it. Pictures need no `compress`; what may
   * have 4 GB or more says so by `byteSize`.
   */
  add(
    name: string,
    source: Readable,
    options?: { compress?: boolean; byteSize?: number },
  ): Promise<{ bytes: number; sha256: string }>
  addText(name: string, text: string): Promise<void>
  /** Adds `manifest.sha256`, as `sha256sum --check` reads it, and ends the stream. */
  finish(): Promise<void>
  /** Breaks the stream off: whoever reads it must not take it for whole. */
  fail(error: Error): void
}

/** Sizes from here on stand in the larger fields: with room for a claim that is a little wrong. */
const largeBytes = 2 ** 31

/**
 * A ZIP that is written as a stream, a file after the other, with the same memory for ten files or a million: what
 * stands at its end is kept on disk until then. `signal` ends what waits for its reader.
 */
export async function createZipArchive(modifiedAt: Date, signal: AbortSignal): Promise<ZipArchive> {
  const stream = new PassThrough()
  const [directory, digests] = await Promise.all([openTempSpool(), openTempSpool()])
  let offset = 0
  let entries = 0
  // Whoever breaks it off knows why; it may be before anybody reads.
  stream.on('error', () => undefined)
  stream.once('close', () => {
    for (const spool of [directory, digests]) void spool.close().catch(() => undefined)
  })

  async function write(bytes: Buffer): Promise<void> {
    signal.throwIfAborted()
    offset += bytes.length
    if (!stream.write(bytes)) await once(stream, 'drain', { signal })
  }

  async function add(
    name: string,
    source: Readable,
    { compress = true, byteSize = 0 }: { compress?: boolean; byteSize?: number } = {},
  ): Promise<{ bytes: number; sha256: string }> {
    const entry: ZipEntry = {
      name: Buffer.from(name),
      method: compress ? 'deflated' : 'stored',
      modifiedAt,
      isLarge: byteSize >= largeBytes,
      offset,
    }
    await write(localHeader(entry))
    const begin = offset
    const hash = createHash('sha256')
    let crc = 0
    let uncompressed = 0
    const watched = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk)
        crc = crc32(chunk, crc)
        uncompressed += chunk.length
        done(null, chunk)
      },
    })
    const steps = compress ? [watched, createDeflateRaw()] : [watched]
    for await (const chunk of chain(source, steps, signal)) await write(chunk)
    const sizes = { crc, compressed: offset - begin, uncompressed }
    await write(dataDescriptor(entry, sizes))
    await directory.append(centralHeader(entry, sizes))
    entries += 1
    const sha256 = hash.digest('hex')
    await digests.append(Buffer.from(`${sha256}  ${name}\n`))
    return { bytes: uncompressed, sha256 }
  }

  return {
    stream,
    add,
    async addText(name, text) {
      await add(name, Readable.from([Buffer.from(text)]))
    },
    async finish() {
      await add('manifest.sha256', Readable.from(digests.read()))
      const begin = offset
      for await (const chunk of directory.read()) await write(chunk)
      await write(endRecords({ entries, offset: begin, bytes: offset - begin }))
      stream.end()
    },
    fail: (error) => stream.destroy(error),
  }
}

/** A stream through some others; whichever breaks, breaks the last one, which is read. */
function chain(source: Readable, steps: readonly Transform[], signal: AbortSignal): AsyncIterable<Buffer> {
  let last: Readable = source
  for (const step of steps) {
    const before = last
    before.once('error', (error) => step.destroy(error))
    step.once('close', () => before.destroy())
    last = before.pipe(step)
  }
  const end = last
  const abort = () => end.destroy(new Error('given up', { cause: signal.reason }))
  signal.addEventListener('abort', abort, { once: true })
  end.once('close', () => signal.removeEventListener('abort', abort))
  return end
}
