import { validateHeaderValue } from 'node:http'
import type { Received } from './body.ts'
import type { StoredObject } from './catalog.ts'
import { S3Error } from './s3-error.ts'

const kept = [
  'content-type',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
] as const

const metadataBytesMax = 2 * 1024
const defaultType = 'binary/octet-stream'

/** The headers of an upload that every later GET answers: standard ones and `x-amz-meta-…`. */
export function keptHeaders(
  names: Iterable<string>,
  fieldOf: (name: string) => string | undefined,
): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': defaultType }
  let metadataBytes = 0
  for (const name of new Set([...kept, ...names])) {
    const isMetadata = name.startsWith('x-amz-meta-')
    const raw = isMetadata || kept.some((known) => known === name) ? fieldOf(name) : undefined
    const value = name === 'content-encoding' ? withoutAwsChunked(raw) : raw
    if (!value) continue
    if (isMetadata)
      metadataBytes += Buffer.byteLength(name.slice('x-amz-meta-'.length)) + Buffer.byteLength(value)
    requireHeader(name, value)
    headers[name] = value
  }
  if (metadataBytes > metadataBytesMax) {
    throw new S3Error('MetadataTooLarge', `User metadata has at most ${metadataBytesMax} bytes.`)
  }
  return headers
}

/** `response-content-type=…` and its like, which a signed GET may ask for. */
export function overriddenHeaders(param: (name: string) => string | undefined): Record<string, string> {
  return Object.fromEntries(
    kept.flatMap((name) => {
      const value = param(`response-${name}`)
      if (value === undefined) return []
      requireHeader(name, value)
      return [[name, value]]
    }),
  )
}

/** What says which bytes these are, on GET, HEAD and 304 alike. */
export function identityHeaders(object: StoredObject): Record<string, string> {
  return { etag: object.etag, 'last-modified': new Date(object.modifiedAt).toUTCString() }
}

export function checksumHeaders(received: Received): Record<string, string> {
  if (!received.checksum) return {}
  const { name, value } = received.checksum
  return { [`x-amz-checksum-${name}`]: value, 'x-amz-checksum-type': 'FULL_OBJECT' }
}

/** HTTP dates have whole seconds, so that is what is stored. */
export function wholeSecond(now: Date): number {
  return Math.floor(now.getTime() / 1_000) * 1_000
}

function withoutAwsChunked(value: string | undefined): string | undefined {
  return value
    ?.split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== 'aws-chunked')
    .join(', ')
}

function requireHeader(name: string, value: string): void {
  try {
    validateHeaderValue(name, value)
  } catch {
    throw new S3Error('InvalidArgument', `The value for ${name} cannot be sent as a header.`)
  }
}
