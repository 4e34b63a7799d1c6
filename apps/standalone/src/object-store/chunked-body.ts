import { createHash } from 'node:crypto'
import type { SignatureChain } from './authenticate.ts'
import { S3Error } from './s3-error.ts'
import { hmacHex, isSameSignature, sha256Hex } from './sigv4.ts'

export interface ChunkedOptions {
  hasTrailer: boolean
  /** undefined when chunks are not signed. */
  chain: SignatureChain | undefined
  /** Receives the trailing headers, names in lower case, before the body ends. */
  onTrailers(trailers: Map<string, string>): void
}

const lineBytesMax = 16 * 1024
const emptyHash = sha256Hex('')

/**
 * Decodes `aws-chunked`: yields the data as it comes and throws at the end of a chunk whose signature is wrong, at
 * a length that is not there, and at a body that stops early.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export async function* decodeChunked(
  source: AsyncIterable<Buffer>,
  options: ChunkedOptions,
): AsyncGenerator<Buffer> {
  const reader = createReader(source)
  let previous = options.chain?.seed ?? ''
  for (;;) {
    const { size, signature } = parseChunkHeader(await reader.line())
    const hash = createHash('sha256')
    for await (const bytes of reader.take(size)) {
      if (options.chain) hash.update(bytes)
      yield bytes
    }
    if (options.chain) {
      requireChunk(signature, chunkSignature(options.chain, previous, hash.digest('hex')))
      previous = signature
    }
    if (size === 0) break
    if ((await reader.line()) !== '') throw incomplete()
  }
  const trailers = await readTrailers(reader, options, previous)
  options.onTrailers(trailers)
}

function parseChunkHeader(line: string): { size: number; signature: string } {
  const match = /^([0-9a-f]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/i.exec(line)
  if (!match) throw incomplete()
  return { size: Number.parseInt(match[1] ?? '', 16), signature: match[2] ?? '' }
}

function chunkSignature(chain: SignatureChain, previous: string, hash: string): string {
  const text = ['AWS4-HMAC-SHA256-PAYLOAD', chain.date, chain.scope, previous, emptyHash, hash].join('\n')
  return hmacHex(chain.key, text)
}

function requireChunk(given: string, expected: string): void {
  if (!isSameSignature(given, expected)) {
    throw new S3Error('SignatureDoesNotMatch', 'The signature of a chunk is not the one it would have.')
  }
}

async function readTrailers(
  reader: Reader,
  options: ChunkedOptions,
  previous: string,
): Promise<Map<string, string>> {
  const trailers = new Map<string, string>()
  for (let line = await reader.line(); line !== ''; line = await reader.line()) {
    const colon = line.indexOf(':')
    if (colon < 1 || trailers.size > 8) throw incomplete()
    trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim())
  }
  const signature = trailers.get('x-amz-trailer-signature') ?? ''
  trailers.delete('x-amz-trailer-signature')
  if (trailers.size > 0 && !options.hasTrailer) throw incomplete()
  if (options.hasTrailer && options.chain) {
    const { key, date, scope } = options.chain
    const signed = [...trailers].map(([name, value]) => `${name}:${value}\n`).join('')
    const text = ['AWS4-HMAC-SHA256-TRAILER', date, scope, previous, sha256Hex(signed)].join('\n')
    requireChunk(signature, hmacHex(key, text))
  }
  return trailers
}

interface Reader {
  /** Up to the next line end, which is consumed and left out. */
  line(): Promise<string>
  /** Exactly `size` bytes, in the pieces in which they arrive. */
  take(size: number): AsyncGenerator<Buffer>
}

function createReader(source: AsyncIterable<Buffer>): Reader {
  const iterator = source[Symbol.asyncIterator]()
  let held: Buffer = Buffer.alloc(0)

  async function more(): Promise<Buffer> {
    const next = await iterator.next()
    if (next.done) throw incomplete()
    return next.value
  }

  return {
    async line() {
      let end = held.indexOf('\r\n')
      while (end < 0) {
        if (held.length > lineBytesMax) throw incomplete()
        held = Buffer.concat([held, await more()])
        end = held.indexOf('\r\n')
      }
      const text = held.subarray(0, end).toString('latin1')
      held = held.subarray(end + 2)
      return text
    },
    async *take(size) {
      for (let left = size; left > 0; ) {
        if (held.length === 0) held = await more()
        const piece = held.subarray(0, left)
        held = held.subarray(piece.length)
        left -= piece.length
        yield piece
      }
    },
  }
}

function incomplete(): S3Error {
  return new S3Error('IncompleteBody', 'The body is not whole, or not aws-chunked as announced.')
}
