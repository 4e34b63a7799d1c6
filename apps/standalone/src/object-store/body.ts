import { createHash } from 'node:crypto'
import type { Payload } from './authenticate.ts'
import { type ChecksumName, checksumNames, createChecksum, isChecksumName } from './checksums.ts'
import { decodeChunked } from './chunked-body.ts'
import { S3Error } from './s3-error.ts'
import type { S3Request } from './s3-request.ts'

/** A body that is whole, is what its hashes say, and lies on the disk under a name nobody shows yet. */
export interface Received {
  file: string
  size: number
  /** Hexadecimal. */
  md5: string
  checksum: { name: ChecksumName; value: string } | undefined
}

/** What a client says about a body; what is undefined it does not say. */
export interface Claims {
  size?: number | undefined
  /** Base64. */
  md5?: string | undefined
  /** Hexadecimal, part of the signature. */
  sha256?: string | undefined
  /** Base64; asked for at the end, because it may come after the body. */
  checksum?: { name: ChecksumName; value(): string | undefined } | undefined
}

export interface ReceiveOptions {
  /** Takes the bytes to the end and answers where they are, see Blobs. */
  write(source: AsyncIterable<Uint8Array>): Promise<string>
  bytesMax: number
  /** The algorithm to compute although the client claims no value. */
  wanted?: ChecksumName | undefined
}

/**
 * Streams a request's body to a file and checks it against everything the request claims: length, SHA-256 of the
 * signature, chunk signatures, Content-MD5, checksum header or trailer. Throws S3Error, leaving nothing.
 */
export async function receiveBody(
  request: S3Request,
  payload: Payload,
  options: ReceiveOptions,
): Promise<Received> {
  const size = declaredLength(request, payload)
  if (size > options.bytesMax) throw tooLarge(options.bytesMax)
  let trailers = new Map<string, string>()
  const claims: Claims = {
    size,
    md5: request.header('content-md5'),
    sha256: payload.kind === 'sha256' ? payload.hex : undefined,
    checksum: claimedChecksum(request, (name) => trailers.get(name)),
  }
  const body = openBody(request)
  if (payload.kind !== 'chunked') return receiveStream(body, claims, options)
  const decoded = decodeChunked(body, {
    hasTrailer: payload.hasTrailer,
    chain: payload.chain,
    onTrailers: (received) => {
      trailers = received
    },
  })
  return receiveStream(decoded, claims, options)
}

/** The same for bytes from anywhere. */
export async function receiveStream(
  source: AsyncIterable<Buffer>,
  claims: Claims,
  options: ReceiveOptions,
): Promise<Received> {
  const name = claims.checksum?.name ?? options.wanted
  const checksum = name && createChecksum(name)
  const md5 = createHash('md5')
  const sha256 = claims.sha256 === undefined ? undefined : createHash('sha256')
  const received: Received = { file: '', size: 0, md5: '', checksum: undefined }

  async function* checked(): AsyncGenerator<Buffer> {
    for await (const bytes of source) {
      received.size += bytes.length
      if (received.size > options.bytesMax) throw tooLarge(options.bytesMax)
      if (claims.size !== undefined && received.size > claims.size) throw incomplete(claims.size)
      md5.update(bytes)
      sha256?.update(bytes)
      checksum?.update(bytes)
      yield bytes
    }
    if (claims.size !== undefined && received.size !== claims.size) throw incomplete(claims.size)
    const digest = md5.digest()
    requireMd5(claims.md5, digest)
    if (sha256 && sha256.digest('hex') !== claims.sha256) {
      throw new S3Error('XAmzContentSHA256Mismatch', 'The body is not the one that was signed.')
    }
    received.md5 = digest.toString('hex')
    if (name && checksum) received.checksum = { name, value: checksum.digest() }
    requireChecksum(claims.checksum, received.checksum?.value)
  }

  received.file = await options.write(checked())
  return received
}

/** Reads a small body whole, held to the same promises. For the XML documents of a few operations. */
export async function readSmallBody(request: S3Request, payload: Payload, bytesMax: number): Promise<string> {
  const pieces: Uint8Array[] = []
  async function write(source: AsyncIterable<Uint8Array>): Promise<string> {
    for await (const piece of source) pieces.push(piece)
    return ''
  }
  await receiveBody(request, payload, { write, bytesMax })
  return Buffer.concat(pieces).toString('utf8')
}

/** The raw bytes of a request, which stays open when reading stops early: the client must still hear why. */
export function openBody({ incoming, header, response }: S3Request): AsyncIterable<Buffer> {
  if (header('expect')?.toLowerCase() === '100-continue') response.writeContinue()
  return incoming.iterator({ destroyOnReturn: false })
}

/** How many bytes the object will have. Throws MissingContentLength when nobody says. */
function declaredLength(request: S3Request, payload: Payload): number {
  const header = payload.kind === 'chunked' ? 'x-amz-decoded-content-length' : 'content-length'
  const value = request.header(header)
  if (value === undefined || !/^\d{1,15}$/.test(value)) {
    throw new S3Error('MissingContentLength', `The header ${header} is needed.`)
  }
  return Number(value)
}

/** A checksum in a header, or announced to come after the body. */
function claimedChecksum(
  request: S3Request,
  trailer: (name: string) => string | undefined,
): Claims['checksum'] {
  const inHeaders = checksumNames.flatMap((name) => {
    const value = request.header(`x-amz-checksum-${name}`)
    return value === undefined ? [] : [{ name, value: () => value }]
  })
  if (inHeaders.length > 1) throw new S3Error('InvalidRequest', 'Expecting a single x-amz-checksum- header.')
  const announced = request.header('x-amz-trailer')?.toLowerCase()
  if (announced === undefined) return inHeaders[0]
  const name = announced.replace('x-amz-checksum-', '')
  if (!isChecksumName(name)) throw new S3Error('InvalidRequest', `The trailer ${announced} is not known.`)
  return { name, value: () => trailer(announced) }
}

function requireChecksum(claimed: Claims['checksum'], actual: string | undefined): void {
  if (!claimed) return
  const value = claimed.value()
  if (value === undefined) throw new S3Error('InvalidRequest', 'The announced checksum did not come.')
  if (value !== actual) {
    throw new S3Error('BadDigest', `The ${claimed.name.toUpperCase()} you specified did not match the body.`)
  }
}

function requireMd5(claimed: string | undefined, digest: Buffer): void {
  if (claimed === undefined) return
  const bytes = Buffer.from(claimed, 'base64')
  if (bytes.length !== 16) throw new S3Error('InvalidDigest', 'Content-MD5 is not a base64 MD5.')
  if (!bytes.equals(digest)) throw new S3Error('BadDigest', 'The Content-MD5 did not match the body.')
}

function tooLarge(bytesMax: number): S3Error {
  return new S3Error('EntityTooLarge', `Your proposed upload exceeds the maximum of ${bytesMax} bytes.`)
}

function incomplete(size: number): S3Error {
  return new S3Error('IncompleteBody', `The body does not have the announced ${size} bytes.`)
}
