import { receiveBody } from './body.ts'
import { isChecksumName } from './checksums.ts'
import type { Operation, StoreContext } from './context.ts'
import { keptHeaders, wholeSecond } from './object-headers.ts'
import { sendEmpty, sendXml } from './respond.ts'
import { S3Error } from './s3-error.ts'
import type { S3Request } from './s3-request.ts'
import type { Upload } from './uploads.ts'

const partNumberMax = 10_000
const pageMax = 1_000

/** POST ?uploads: begins a multipart upload. */
export const createUpload: Operation = async ({ uploads, now, newId }, request) => {
  const { bucket, key, header } = request
  const checksum = readAlgorithm(header)
  const upload: Upload = {
    id: newId(),
    bucket,
    key,
    startedAt: wholeSecond(now()),
    headers: keptHeaders(request.headerNames, header),
    checksum,
  }
  uploads.create(upload)
  if (checksum) {
    request.response.setHeader('x-amz-checksum-algorithm', checksum.name.toUpperCase())
    request.response.setHeader('x-amz-checksum-type', checksum.type)
  }
  sendXml(request.response, 'InitiateMultipartUploadResult', {
    Bucket: bucket,
    Key: key,
    UploadId: upload.id,
  })
}

/** PUT ?partNumber&uploadId: one part; the same number again replaces it. */
export const uploadPart: Operation = async (context, request, payload) => {
  const { blobs, uploads, now, bytesMax } = context
  const upload = requireUpload(context, request)
  const number = Number(request.param('partNumber'))
  if (!Number.isInteger(number) || number < 1 || number > partNumberMax) {
    throw new S3Error('InvalidArgument', `A part number is between 1 and ${partNumberMax}.`)
  }
  const wanted = upload.checksum?.name
  const received = await receiveBody(request, payload, { write: blobs.write, bytesMax, wanted })
  const { checksum } = received
  const stored =
    wanted === undefined || checksum?.name === wanted
      ? uploads.putPart(upload.id, {
          number,
          file: received.file,
          size: received.size,
          etag: `"${received.md5}"`,
          checksum: wanted && checksum?.value,
          modifiedAt: wholeSecond(now()),
        })
      : 'other checksum'
  if (stored === undefined || stored === 'other checksum') {
    await blobs.remove([received.file])
    if (stored) throw new S3Error('InvalidRequest', `The parts of this upload carry ${wanted} checksums.`)
    throw noSuchUpload()
  }
  await blobs.remove(stored.replaced)
  sendEmpty(request.response, 200, {
    etag: `"${received.md5}"`,
    ...(checksum ? { [`x-amz-checksum-${checksum.name}`]: checksum.value } : {}),
  })
}

/** GET ?uploadId: the parts that are there, so that an interrupted upload can go on. */
export const listParts: Operation = async (context, request) => {
  const upload = requireUpload(context, request)
  const marker = Number(request.param('part-number-marker') ?? 0)
  const limit = Math.min(Number(request.param('max-parts') ?? pageMax), pageMax)
  if (!(marker >= 0 && limit >= 0)) throw new S3Error('InvalidArgument', 'The page asked for is not one.')
  const found = context.uploads.parts(upload.id, marker, limit + 1)
  const parts = found.slice(0, limit)
  sendXml(request.response, 'ListPartsResult', {
    Bucket: upload.bucket,
    Key: upload.key,
    UploadId: upload.id,
    PartNumberMarker: marker,
    NextPartNumberMarker: parts.at(-1)?.number,
    MaxParts: limit,
    IsTruncated: found.length > limit,
    ChecksumAlgorithm: upload.checksum?.name.toUpperCase(),
    ChecksumType: upload.checksum?.type,
    Part: parts.map((part) => ({
      PartNumber: part.number,
      LastModified: new Date(part.modifiedAt).toISOString(),
      ETag: part.etag,
      Size: part.size,
      ...(upload.checksum ? { [`Checksum${upload.checksum.name.toUpperCase()}`]: part.checksum } : {}),
    })),
  })
}

/** GET ?uploads on a bucket: uploads that were begun and not finished. */
export const listUploads: Operation = async ({ uploads }, request) => {
  const { bucket, param } = request
  const found = uploads.list(bucket, param('prefix') ?? '', pageMax + 1)
  sendXml(request.response, 'ListMultipartUploadsResult', {
    Bucket: bucket,
    Prefix: param('prefix') ?? '',
    MaxUploads: pageMax,
    IsTruncated: found.length > pageMax,
    Upload: found.slice(0, pageMax).map((upload) => ({
      Key: upload.key,
      UploadId: upload.id,
      Initiated: new Date(upload.startedAt).toISOString(),
    })),
  })
}

/** DELETE ?uploadId: forgets an upload and its parts. */
export const abortUpload: Operation = async (context, request) => {
  const upload = requireUpload(context, request)
  await context.blobs.remove(context.uploads.remove(upload.id))
  sendEmpty(request.response, 204)
}

/** The upload a request names, of this very key. Throws NoSuchUpload. */
export function requireUpload({ uploads }: StoreContext, request: S3Request): Upload {
  const upload = uploads.find(request.param('uploadId') ?? '', request.bucket, request.key)
  if (!upload) throw noSuchUpload()
  return upload
}

export function noSuchUpload(): S3Error {
  return new S3Error('NoSuchUpload', 'The upload does not exist: it was completed, aborted or never begun.')
}

function readAlgorithm(header: S3Request['header']): Upload['checksum'] {
  const name = header('x-amz-checksum-algorithm')?.toLowerCase()
  if (name === undefined) return undefined
  if (!isChecksumName(name)) throw new S3Error('InvalidRequest', 'The checksum algorithm is not known.')
  const type = header('x-amz-checksum-type') ?? (name === 'crc64nvme' ? 'FULL_OBJECT' : 'COMPOSITE')
  if (type !== 'COMPOSITE' && type !== 'FULL_OBJECT') {
    throw new S3Error('InvalidRequest', 'The checksum type is COMPOSITE or FULL_OBJECT.')
  }
  const isPossible = type === 'COMPOSITE' ? name !== 'crc64nvme' : name.startsWith('crc')
  if (!isPossible) throw new S3Error('InvalidRequest', `There is no ${type} checksum of ${name}.`)
  return { name, type }
}
