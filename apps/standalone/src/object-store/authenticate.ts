import { S3Error } from './s3-error.ts'
import type { S3Request } from './s3-request.ts'
import {
  algorithm,
  isSameSignature,
  parseAmzDate,
  type SignedParts,
  signingKey,
  signRequest,
} from './sigv4.ts'

export interface Credentials {
  accessKeyId: string
  secretAccessKey: string
  region: string
}

/** What the signature promised about the body; whoever reads the body holds it to that. */
export type Payload =
  | { kind: 'unsigned' }
  | { kind: 'sha256'; hex: string }
  | { kind: 'chunked'; hasTrailer: boolean; chain: SignatureChain | undefined }

/** Each chunk's signature is made over the one before it; the request's own is the first. */
export interface SignatureChain {
  key: Buffer
  date: string
  scope: string
  seed: string
}

const skewMs = 15 * 60_000
const expiresMaxSeconds = 7 * 24 * 3_600

/** Checks the signature in the Authorization header or the query. Throws S3's 403 when there is no good one. */
export function authenticate(request: S3Request, credentials: Credentials, now: Date): Payload {
  if (request.param('X-Amz-Signature') !== undefined) return checkPresigned(request, credentials, now)
  const authorization = request.header('authorization')
  if (authorization) return checkHeader(request, authorization, credentials, now)
  throw new S3Error('AccessDenied', 'The request is not signed.')
}

/** The scope of a credential (`key/20260101/eu/s3/aws4_request`) that is ours and of the signing day. */
export function requireScope(credential: string, date: string, credentials: Credentials): string {
  const [accessKeyId, ...scope] = credential.split('/')
  if (accessKeyId !== credentials.accessKeyId) {
    throw new S3Error('InvalidAccessKeyId', 'The access key is not known here.')
  }
  const expected = [date.slice(0, 8), credentials.region, 's3', 'aws4_request']
  if (scope.join('/') !== expected.join('/')) {
    throw new S3Error('AccessDenied', `The credential must be for ${expected.join('/')}.`)
  }
  return expected.join('/')
}

function checkHeader(
  request: S3Request,
  authorization: string,
  credentials: Credentials,
  now: Date,
): Payload {
  const fields = new Map(
    [...authorization.matchAll(/\b(Credential|SignedHeaders|Signature)=([^,\s]+)/g)].map(
      ([, name = '', value = '']) => [name, value],
    ),
  )
  if (!authorization.startsWith(`${algorithm} `))
    throw new S3Error('AccessDenied', `Only ${algorithm} is taken.`)
  const date = request.header('x-amz-date') ?? ''
  const age = now.getTime() - parseAmzDate(date)
  if (Number.isNaN(age)) throw new S3Error('AccessDenied', 'x-amz-date is missing or not a date.')
  if (Math.abs(age) > skewMs) {
    throw new S3Error(
      'RequestTimeTooSkewed',
      'The clocks of client and store are more than 15 minutes apart.',
    )
  }
  const scope = requireScope(fields.get('Credential') ?? '', date, credentials)
  const payloadHash = request.header('x-amz-content-sha256')
  if (!payloadHash) throw new S3Error('InvalidRequest', 'x-amz-content-sha256 is missing.')
  const headers = signedHeaders(request, fields.get('SignedHeaders') ?? '')
  const signature = fields.get('Signature') ?? ''
  const key = signingKey(credentials.secretAccessKey, scope)
  requireSignature(signature, key, date, scope, { ...partsOf(request), headers, payloadHash })
  return readPayload(payloadHash, { key, date, scope, seed: signature })
}

function checkPresigned(request: S3Request, credentials: Credentials, now: Date): Payload {
  const { param } = request
  if (param('X-Amz-Algorithm') !== algorithm) throw new S3Error('AccessDenied', `Only ${algorithm} is taken.`)
  const date = param('X-Amz-Date') ?? ''
  const expires = Number(param('X-Amz-Expires'))
  const age = now.getTime() - parseAmzDate(date)
  if (Number.isNaN(age) || !(expires >= 1 && expires <= expiresMaxSeconds)) {
    throw new S3Error('AccessDenied', 'X-Amz-Date and X-Amz-Expires (1 to 604800 seconds) are needed.')
  }
  if (age < -skewMs) throw new S3Error('AccessDenied', 'Request is not valid yet')
  if (age > expires * 1_000) throw new S3Error('AccessDenied', 'Request has expired')
  const scope = requireScope(param('X-Amz-Credential') ?? '', date, credentials)
  const payloadHash = param('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD'
  const headers = signedHeaders(request, param('X-Amz-SignedHeaders') ?? '')
  const query = request.query.filter(([name]) => name !== 'X-Amz-Signature')
  const key = signingKey(credentials.secretAccessKey, scope)
  const signature = param('X-Amz-Signature') ?? ''
  requireSignature(signature, key, date, scope, { ...partsOf(request), query, headers, payloadHash })
  return readPayload(payloadHash, { key, date, scope, seed: signature })
}

function partsOf(request: S3Request): Pick<SignedParts, 'method' | 'path' | 'query'> {
  return { method: request.method, path: request.path, query: request.query }
}

/** Every header that was signed must have come, and every one that changes what S3 does must be signed. */
function signedHeaders(request: S3Request, list: string): [string, string][] {
  const names = list.split(';')
  if (!names.includes('host')) throw new S3Error('AccessDenied', 'The host header must be signed.')
  const unsigned = request.headerNames.find((name) => name.startsWith('x-amz-') && !names.includes(name))
  if (unsigned) {
    throw new S3Error(
      'AccessDenied',
      `There were headers present in the request which were not signed: ${unsigned}`,
    )
  }
  return names.map((name) => {
    const values = request.incoming.headersDistinct[name]
    if (!values) throw new S3Error('SignatureDoesNotMatch', `The signed header ${name} is missing.`)
    return [name, values.join(',')]
  })
}

function requireSignature(given: string, key: Buffer, date: string, scope: string, parts: SignedParts): void {
  if (!isSameSignature(given, signRequest(key, date, scope, parts))) {
    throw new S3Error('SignatureDoesNotMatch', 'The signature is not the one this request would have.')
  }
}

function readPayload(hash: string, chain: SignatureChain): Payload {
  switch (hash) {
    case 'UNSIGNED-PAYLOAD':
      return { kind: 'unsigned' }
    case 'STREAMING-UNSIGNED-PAYLOAD-TRAILER':
      return { kind: 'chunked', hasTrailer: true, chain: undefined }
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD':
      return { kind: 'chunked', hasTrailer: false, chain }
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER':
      return { kind: 'chunked', hasTrailer: true, chain }
    default:
      if (!/^[0-9a-f]{64}$/.test(hash)) {
        throw new S3Error('InvalidArgument', 'x-amz-content-sha256 is not a hash or a known kind of payload.')
      }
      return { kind: 'sha256', hex: hash }
  }
}
