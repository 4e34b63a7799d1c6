import type { IncomingMessage, ServerResponse } from 'node:http'
import { S3Error } from './s3-error.ts'

/** A request taken apart, before anybody knows whether it is allowed. */
export interface S3Request {
  method: string
  /** Decoded. */
  path: string
  bucket: string
  /** '' for the bucket itself. A name in the index only, never a file's. */
  key: string
  query: [string, string][]
  /** The last value of a query parameter. */
  param(name: string): string | undefined
  /** A header, repeated ones joined by commas; in a presigned request also one that moved into the query. */
  header(name: string): string | undefined
  headerNames: string[]
  incoming: IncomingMessage
  response: ServerResponse
}

const keyBytesMax = 1024

/** Throws InvalidURI on a path or query that is not what it claims to be. */
export function parseRequest(incoming: IncomingMessage, response: ServerResponse): S3Request {
  const [rawPath = '/', ...rest] = (incoming.url ?? '/').split('?')
  const path = decode(rawPath)
  const query = parseQuery(rest.join('?'))
  const [, bucket = '', ...keyParts] = path.split('/')
  const key = keyParts.join('/')
  if (path.includes('\0')) throw new S3Error('InvalidURI', 'A key cannot hold a zero byte.')
  if (Buffer.byteLength(key) > keyBytesMax) {
    throw new S3Error('KeyTooLongError', `A key has at most ${keyBytesMax} bytes.`)
  }
  const headers = incoming.headersDistinct
  const param = (name: string) => query.findLast(([known]) => known === name)?.[1]
  return {
    method: incoming.method ?? 'GET',
    path,
    bucket,
    key,
    query,
    param,
    header: (name) => headers[name]?.join(',') ?? (name.startsWith('x-amz-') ? param(name) : undefined),
    headerNames: Object.keys(headers),
    incoming,
    response,
  }
}

function parseQuery(raw: string): [string, string][] {
  return raw
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', ...value] = pair.split('=')
      return [decode(name), decode(value.join('='))]
    })
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new S3Error('InvalidURI', 'The address is not valid percent-encoded UTF-8.')
  }
}
