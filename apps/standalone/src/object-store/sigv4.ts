import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/**
 * AWS Signature Version 4, the arithmetic alone.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html
 */
export const algorithm = 'AWS4-HMAC-SHA256'

/** What a signature covers, in the form both sides can rebuild. */
export interface SignedParts {
  method: string
  /** Decoded path. */
  path: string
  query: [string, string][]
  /** Lower-case names with their values, in the order of the names. */
  headers: [string, string][]
  payloadHash: string
}

/** Day, region, service: `20260101/eu/s3/aws4_request`. */
export function signingKey(secret: string, scope: string): Buffer {
  return scope
    .split('/')
    .reduce<Buffer>(
      (key, part) => createHmac('sha256', key).update(part).digest(),
      Buffer.from(`AWS4${secret}`),
    )
}

export function canonicalRequest(parts: SignedParts): string {
  const query = parts.query
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, av], [b, bv]) => (a === b ? compare(av, bv) : compare(a, b)))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
  return [
    parts.method,
    parts.path.split('/').map(encode).join('/'),
    query,
    ...parts.headers.map(([name, value]) => `${name}:${value.trim().replace(/ +/g, ' ')}`),
    '',
    parts.headers.map(([name]) => name).join(';'),
    parts.payloadHash,
  ].join('\n')
}

/** The signature of a request made at `date` (`20260101T000000Z`). Hexadecimal. */
export function signRequest(key: Buffer, date: string, scope: string, parts: SignedParts): string {
  return hmacHex(key, [algorithm, date, scope, sha256Hex(canonicalRequest(parts))].join('\n'))
}

export function hmacHex(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex')
}

export function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Compares in a time that tells nothing about where two signatures differ. */
export function isSameSignature(given: string, expected: string): boolean {
  const a = Buffer.from(given)
  const b = Buffer.from(expected)
  return a.length === b.length && timingSafeEqual(a, b)
}

/** `20260101T000000Z` in milliseconds since the epoch; NaN when it is anything else. */
export function parseAmzDate(date: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date)
  if (!match) return Number.NaN
  const [, year, month, day, hour, minute, second] = match
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
}

/** Percent-encodes all but RFC 3986's unreserved characters. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
