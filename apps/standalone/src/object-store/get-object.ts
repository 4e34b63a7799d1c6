import { pipeline } from 'node:stream/promises'
import type { Blobs } from './blobs.ts'
import type { Segment } from './catalog.ts'
import { type ByteRange, checkReadConditions, readRange } from './conditions.ts'
import type { Operation } from './context.ts'
import { identityHeaders, overriddenHeaders } from './object-headers.ts'
import { sendEmpty } from './respond.ts'
import { S3Error } from './s3-error.ts'

/** Stored bytes are strangers' bytes: a browser that opens them directly must not run them. */
const inertHeaders = { 'x-content-type-options': 'nosniff', 'content-security-policy': 'sandbox' }

/** GET and HEAD of an object: conditions, one range, and the headers it was stored with. */
export const getObject: Operation = async ({ blobs, catalog }, request) => {
  const { response, header } = request
  const object = catalog.find(request.bucket, request.key)
  if (!object) throw new S3Error('NoSuchKey', 'The specified key does not exist.')
  const headers: Record<string, string> = {
    ...object.headers,
    ...overriddenHeaders(request.param),
    ...identityHeaders(object),
    ...inertHeaders,
    'accept-ranges': 'bytes',
  }
  if (checkReadConditions(object, header) === 'not-modified') {
    const { 'content-type': _, 'content-encoding': __, ...without } = headers
    return sendEmpty(response, 304, without)
  }
  response.setHeader('content-range', `bytes */${object.size}`)
  const range = readRange(object, header)
  response.removeHeader('content-range')
  const { start, end } = range ?? { start: 0, end: object.size - 1 }
  const wantsChecksum = header('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED' && !range
  response.writeHead(range ? 206 : 200, {
    ...headers,
    ...(wantsChecksum ? object.checksums : {}),
    ...(range ? { 'content-range': `bytes ${start}-${end}/${object.size}` } : {}),
    'content-length': end - start + 1,
  })
  if (request.method === 'HEAD' || end < start) {
    response.end()
    return
  }
  const files = object.segments.map((segment) => segment.file)
  await blobs.hold(files, () => pipeline(readSegments(blobs, object.segments, { start, end }), response))
}

/** The bytes of a range across the files of an object, in order. */
export async function* readSegments(
  blobs: Blobs,
  segments: Segment[],
  range: ByteRange,
): AsyncGenerator<Buffer> {
  let offset = 0
  for (const { file, size } of segments) {
    const start = Math.max(0, range.start - offset)
    const end = Math.min(size - 1, range.end - offset)
    if (start <= end) yield* blobs.read(file, start, end)
    offset += size
  }
}
