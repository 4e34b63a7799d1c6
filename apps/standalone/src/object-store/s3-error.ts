const statuses = {
  AccessDenied: 403,
  AccessForbidden: 403,
  BadDigest: 400,
  EntityTooLarge: 400,
  EntityTooSmall: 400,
  IncompleteBody: 400,
  InsufficientStorage: 507,
  InternalError: 500,
  InvalidAccessKeyId: 403,
  InvalidArgument: 400,
  InvalidDigest: 400,
  InvalidPart: 400,
  InvalidPartOrder: 400,
  InvalidRange: 416,
  InvalidRequest: 400,
  InvalidURI: 400,
  KeyTooLongError: 400,
  MalformedPOSTRequest: 400,
  MalformedXML: 400,
  MetadataTooLarge: 400,
  MethodNotAllowed: 405,
  MissingContentLength: 411,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  NoSuchUpload: 404,
  NotImplemented: 501,
  PreconditionFailed: 412,
  RequestTimeTooSkewed: 403,
  SignatureDoesNotMatch: 403,
  XAmzContentSHA256Mismatch: 400,
} as const

export type S3ErrorCode = keyof typeof statuses

/** An answer other than success, with S3's code, which fixes the status. The message is for people and may be shown. */
export class S3Error extends Error {
  override name = 'S3Error'
  readonly code: S3ErrorCode

  constructor(code: S3ErrorCode, message: string) {
    super(message)
    this.code = code
  }

  get status(): number {
    return statuses[this.code]
  }
}

const fullDisk = new Set(['ENOSPC', 'EDQUOT'])
const sqliteFull = 13

/** What a thrown value means to a client: a full disk has its own code, the unforeseen says nothing. */
export function toS3Error(error: unknown): S3Error {
  if (error instanceof S3Error) return error
  const { code, errcode } = (error ?? {}) as { code?: unknown; errcode?: unknown }
  if (fullDisk.has(String(code)) || errcode === sqliteFull) {
    return new S3Error('InsufficientStorage', 'The disk of the object store is full. Nothing was stored.')
  }
  return new S3Error('InternalError', 'The object store could not do this. Nothing was changed.')
}
