import { createHash } from 'node:crypto'
import { PassThrough, type Readable, Transform } from 'node:stream'
import { buffer as bytesOf } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { callbackify } from 'node:util'
import { createInflateRaw } from 'node:zlib'
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader } from 'yauzl'

/** Why a ZIP is not read: it is none, it was tampered with or damaged, or it is more than anybody could want. */
export type ZipProblem = 'NOT_A_ZIP' | 'DAMAGED' | 'TOO_MANY_FILES' | 'TOO_LARGE'

export class ZipFailure extends Error {
  readonly problem: ZipProblem

  constructor(problem: ZipProblem, detail: string) {
    super(`zip: ${problem}: ${detail}`)
    this.name = 'ZipFailure'
    this.problem = problem
  }
}

/** Bytes from `start` up to, and without, `end`. */
export type ReadRange = (start: number, end: number) => Promise<Readable>

export interface ZipItem {
  offset: number
  isDeflated: boolean
  compressed: number
  uncompressed: number
}

export interface ZipReader {
  /** Files by name. A name is looked up and never used as a path. */
  items: ReadonlyMap<string, ZipItem>
  /** The bytes of a file, as many as it says: a longer or shorter one breaks with a ZipFailure. */
  open(item: ZipItem, signal: AbortSignal): Promise<Readable>
  /** The same of a file that has to fit into memory. */
  read(item: ZipItem, mostBytes: number, signal: AbortSignal): Promise<Buffer>
}

/** Read at once, so that a thousand small files are not a thousand requests. */
const windowBytes = 512 * 1024
/** How much larger than itself what an archive holds may be: text shrinks to a tenth, and a bomb to a thousandth. */
const mostGrowth = 20
const alwaysAllowed = 64 * 1024 * 1024

/**
 * Reads the directory of a ZIP that somebody sent, at its end, and then any file of it, by ranges. Whatever would let
 * it be more than it is, or read differently by another program, is refused: names twice, files within files,
 * encryption, names that lead elsewhere. Throws ZipFailure.
 */
export async function openZip(
  size: number,
  readRange: ReadRange,
  { mostFiles }: { mostFiles: number },
): Promise<ZipReader> {
  const source = new WindowReader(size, readRange)
  const items = await readDirectory(source, size, mostFiles)
  assertApart(items, size)
  return {
    items,
    async open(item, signal) {
      const begin = await source.findData(item)
      const raw = await source.stream(begin, begin + item.compressed)
      return decode(raw, item, signal)
    },
    async read(item, mostBytes, signal) {
      if (item.uncompressed > mostBytes)
        throw new ZipFailure('TOO_LARGE', 'a text is longer than any could be')
      const begin = await source.findData(item)
      const raw = await source.stream(begin, begin + item.compressed)
      return bytesOf(decode(raw, item, signal))
    },
  }
}

export function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

async function readDirectory(
  source: WindowReader,
  size: number,
  mostFiles: number,
): Promise<Map<string, ZipItem>> {
  const items = new Map<string, ZipItem>()
  let total = 0
  try {
    const zip = await fromRandomAccessReaderPromise(source, size, {
      lazyEntries: true,
      autoClose: false,
      strictFileNames: true,
    })
    if (zip.entryCount > mostFiles) throw new ZipFailure('TOO_MANY_FILES', String(zip.entryCount))
    await new Promise<void>((resolve, reject) => {
      zip.on('error', reject)
      zip.on('end', resolve)
      zip.on('entry', (entry: Entry) => {
        try {
          total += add(items, entry)
          if (total > size * mostGrowth + alwaysAllowed) {
            throw new ZipFailure('TOO_LARGE', 'its files are more than it can hold')
          }
          zip.readEntry()
        } catch (error) {
          reject(error)
        }
      })
      zip.readEntry()
    })
    return items
  } catch (error) {
    throw toFailure(error, source)
  }
}

/** What the store is to blame for is thrown as it is; all else is the file's. */
function toFailure(error: unknown, source: WindowReader): unknown {
  if (error instanceof ZipFailure) return error
  if (source.failure) return source.failure
  const message = error instanceof Error ? error.message : String(error)
  const isNone = /end of central directory|ZIP file/i.test(message)
  return new ZipFailure(isNone ? 'NOT_A_ZIP' : 'DAMAGED', message)
}

/** Answers the bytes that it is when it is read. */
function add(items: Map<string, ZipItem>, entry: Entry): number {
  if (entry.fileName.endsWith('/')) return 0
  if (entry.isEncrypted()) throw new ZipFailure('DAMAGED', 'a file is encrypted')
  const isDeflated = entry.compressionMethod === 8
  if (!isDeflated && entry.compressionMethod !== 0) throw new ZipFailure('DAMAGED', 'an unknown compression')
  if (!isDeflated && entry.compressedSize !== entry.uncompressedSize) {
    throw new ZipFailure('DAMAGED', 'a stored file of two sizes')
  }
  if (items.has(entry.fileName)) throw new ZipFailure('DAMAGED', 'a name is there twice')
  items.set(entry.fileName, {
    offset: entry.relativeOffsetOfLocalHeader,
    isDeflated,
    compressed: entry.compressedSize,
    uncompressed: entry.uncompressedSize,
  })
  return entry.uncompressedSize
}

const localHeaderBytes = 30

/** Of files that lie within each other a small archive holds a large one: each byte belongs to one file. */
function assertApart(items: ReadonlyMap<string, ZipItem>, size: number): void {
  let end = 0
  for (const item of [...items.values()].sort((a, b) => a.offset - b.offset)) {
    if (item.offset < end) throw new ZipFailure('DAMAGED', 'files within files')
    end = item.offset + localHeaderBytes + item.compressed
  }
  if (end > size) throw new ZipFailure('DAMAGED', 'a file past the end')
}

function decode(raw: Readable, item: ZipItem, signal: AbortSignal): Readable {
  let left = item.uncompressed
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      left -= chunk.length
      if (left < 0) done(new ZipFailure('DAMAGED', 'a file is longer than it says'))
      else done(null, chunk)
    },
    flush(done) {
      done(left === 0 ? null : new ZipFailure('DAMAGED', 'a file is shorter than it says'))
    },
  })
  // The last one is read, and tells of the others' failures.
  const steps: [Readable, ...Transform[]] = item.isDeflated
    ? [raw, createInflateRaw(), counted]
    : [raw, counted]
  pipeline(steps, { signal }).catch((error: unknown) => counted.destroy(asFileProblem(error)))
  return counted
}

function asFileProblem(error: unknown): Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (/^Z_|ERR_TRAILING/.test(code)) return new ZipFailure('DAMAGED', code)
  return error instanceof Error ? error : new Error(String(error))
}

/** Any bytes of a file that lies elsewhere, small ones through a window that moves along. */
class WindowReader extends RandomAccessReader {
  readonly #size: number
  readonly #readRange: ReadRange
  #window = { start: 0, bytes: Buffer.alloc(0) }
  /** What the store answered, where that was no bytes. */
  failure: Error | undefined

  constructor(size: number, readRange: ReadRange) {
    super()
    this.#size = size
    this.#readRange = readRange
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    const fill = async () => {
      const bytes = await this.#bytes(position, position + length)
      bytes.copy(buffer, offset)
    }
    callbackify(fill)(callback)
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const through = new PassThrough()
    this.stream(start, end).then(
      (stream) => stream.on('error', (error) => through.destroy(error)).pipe(through),
      (error: Error) => through.destroy(error),
    )
    return through
  }

  async stream(start: number, end: number): Promise<Readable> {
    if (end - start <= windowBytes / 2) {
      const through = new PassThrough()
      through.end(await this.#bytes(start, end))
      return through
    }
    return this.#readRange(start, end)
  }

  /** Where the bytes of a file begin: behind a header whose length only it knows. */
  async findData({ offset, compressed }: ZipItem): Promise<number> {
    const header = await this.#bytes(offset, offset + localHeaderBytes)
    if (header.readUInt32LE(0) !== 0x04034b50)
      throw new ZipFailure('DAMAGED', 'no file where one should begin')
    const begin = offset + localHeaderBytes + header.readUInt16LE(26) + header.readUInt16LE(28)
    if (begin + compressed > this.#size) throw new ZipFailure('DAMAGED', 'a file past the end')
    return begin
  }

  async #bytes(start: number, end: number): Promise<Buffer> {
    if (start < 0 || end > this.#size || end < start) throw new ZipFailure('DAMAGED', 'bytes past the end')
    const { start: from, bytes } = this.#window
    if (start >= from && end <= from + bytes.length) return bytes.subarray(start - from, end - from)
    const until = Math.min(this.#size, Math.max(end, start + windowBytes))
    try {
      const bytes = until > start ? await bytesOf(await this.#readRange(start, until)) : Buffer.alloc(0)
      this.#window = { start, bytes }
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error(String(error))
      throw this.failure
    }
    if (this.#window.bytes.length < end - start) throw new ZipFailure('DAMAGED', 'bytes are missing')
    return this.#window.bytes.subarray(0, end - start)
  }
}
