import { sendEmpty } from './respond.ts'
import { S3Error } from './s3-error.ts'
import type { S3Request } from './s3-request.ts'

const methods = 'GET, HEAD, PUT, POST, DELETE'
const exposed =
  'ETag, Content-Length, Content-Range, Content-Type, Last-Modified, x-amz-checksum-crc32, x-amz-checksum-sha256, x-amz-request-id'
const maxAgeSeconds = 3_600

/** Origins whose pages may use the store; `*` is any, as fits a store for tests. */
export type AllowedOrigins = readonly string[]

/** Adds what lets a page of an allowed origin read the answer. Others get the bytes and their browser hides them. */
export function allowOrigin(request: S3Request, allowed: AllowedOrigins): boolean {
  const origin = request.header('origin')
  request.response.setHeader('vary', 'Origin')
  if (origin === undefined || !(allowed.includes(origin) || allowed.includes('*'))) return false
  request.response.setHeader('access-control-allow-origin', origin)
  request.response.setHeader('access-control-expose-headers', exposed)
  return true
}

/** Answers a preflight. It needs no signature: it promises nothing but that the real request may be tried. */
export function answerPreflight(request: S3Request, allowed: AllowedOrigins): void {
  const method = request.header('access-control-request-method')
  if (!allowOrigin(request, allowed) || !method || !methods.split(', ').includes(method)) {
    throw new S3Error('AccessForbidden', 'CORSResponse: This CORS request is not allowed.')
  }
  sendEmpty(request.response, 200, {
    'access-control-allow-methods': methods,
    'access-control-allow-headers': request.header('access-control-request-headers') ?? '',
    'access-control-max-age': String(maxAgeSeconds),
  })
}
