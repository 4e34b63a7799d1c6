import { createHash } from 'node:crypto'
import { readSmallBody } from './body.ts'
import type { StoredObject } from './catalog.ts'
import { createChecksum } from './checksums.ts'
import { checkWriteConditions } from './conditions.ts'
import type { Operation, StoreContext } from './context.ts'
import { readSegments } from './get-object.ts'
import { noSuchUpload } from './multipart.ts'
import { wholeSecond } from './object-headers.ts'
import { sendXml } from './respond.ts'
import { S3Error } from './s3-error.ts'
import type { S3Request } from './s3-request.ts'
import type { Part, Upload } from './uploads.ts'
import { readXmlList } from './xml.ts'

const bodyBytesMax = 4 * 1024 * 1024
const partsMax = 10_000
/** Of every part but the last, as S3 has it. */
const partBytesMin = 5 * 1024 * 1024

/**
 * POST ?uploadId: the parts named become one object, in one transaction and without copying a byte. Asked again
 * about an upload that it completed, it gives the same answer.
 */
export const completeUpload: Operation = async (context, request, payload) => {
  const { blobs, catalog, uploads, now } = context
  const { bucket, key, header } = request
  const named = readXmlList(
    await readSmallBody(request, payload, bodyBytesMax),
    'CompleteMultipartUpload',
    'Part',
  )
  const id = request.param('uploadId') ?? ''
  const upload = uploads.find(id, bucket, key)
  if (!upload) {
    const current = catalog.find(bucket, key)
    if (current?.uploadId !== id) throw noSuchUpload()
    return sendCompleted(request, current)
  }
  const parts = selectParts(named, uploads.parts(upload.id, 0, partsMax), upload)
  const size = parts.reduce((sum, part) => sum + part.size, 0)
  requireSize(header('x-amz-mp-object-size'), size)
  const object: StoredObject = {
    bucket,
    key,
    size,
    etag: compositeEtag(parts),
    modifiedAt: wholeSecond(now()),
    headers: upload.headers,
    checksums: await wholeChecksum(context, request, upload, parts),
    uploadId: upload.id,
    segments: parts.map((part) => ({ file: part.file, size: part.size })),
  }
  const unused = catalog.transaction(() => {
    // Reading the parts took a moment, in which the upload may have ended or a part been replaced.
    if (!uploads.find(id, bucket, key)) throw noSuchUpload()
    const present = new Set(uploads.parts(upload.id, 0, partsMax).map((part) => part.file))
    if (!parts.every((part) => present.has(part.file))) {
      throw new S3Error('InvalidPart', 'A part was replaced meanwhile.')
    }
    const replaced = catalog.put(object, (current) => checkWriteConditions(current, header))
    const used = new Set(object.segments.map((segment) => segment.file))
    return [...replaced, ...uploads.remove(upload.id).filter((file) => !used.has(file))]
  })
  await blobs.remove(unused)
  sendCompleted(request, object)
}

function sendCompleted(request: S3Request, object: StoredObject): void {
  const checksums: Record<string, string> = {}
  for (const [name, value] of Object.entries(object.checksums)) {
    const element = name.replace('x-amz-checksum-', '')
    checksums[element === 'type' ? 'ChecksumType' : `Checksum${element.toUpperCase()}`] = value
  }
  sendXml(request.response, 'CompleteMultipartUploadResult', {
    Location: `http://${request.header('host')}/${object.bucket}/${encodeURI(object.key)}`,
    Bucket: object.bucket,
    Key: object.key,
    ETag: object.etag,
    ...checksums,
  })
}

/** The parts in the order in which they are named, each the very one that was uploaded. */
function selectParts(named: Map<string, string>[], present: Part[], upload: Upload): Part[] {
  if (named.length === 0 || named.length > partsMax) {
    throw new S3Error('MalformedXML', `An upload has between 1 and ${partsMax} parts.`)
  }
  const byNumber = new Map(present.map((part) => [part.number, part]))
  const checksumElement = upload.checksum && `Checksum${upload.checksum.name.toUpperCase()}`
  const numbers = named.map((item) => Number(item.get('PartNumber')))
  if (!numbers.every((number, index) => number > (numbers[index - 1] ?? 0))) {
    throw new S3Error('InvalidPartOrder', 'Parts are listed in ascending order.')
  }
  return named.map((item, index) => {
    const number = numbers[index] ?? 0
    const part = byNumber.get(number)
    const checksum = checksumElement && item.get(checksumElement)
    const isSame = part?.etag.replaceAll('"', '') === item.get('ETag')?.replaceAll('"', '')
    if (!part || !isSame || (checksum !== undefined && checksum !== part.checksum)) {
      throw new S3Error('InvalidPart', `Part ${number} is not the one that was uploaded.`)
    }
    if (part.size < partBytesMin && index < named.length - 1) {
      throw new S3Error('EntityTooSmall', `Part ${number} has less than ${partBytesMin} bytes.`)
    }
    return part
  })
}

/** The MD5 of the parts' MD5s, and how many there are. */
function compositeEtag(parts: Part[]): string {
  const hash = createHash('md5')
  for (const part of parts) hash.update(Buffer.from(part.etag.replaceAll('"', ''), 'hex'))
  return `"${hash.digest('hex')}-${parts.length}"`
}

/** The checksum of the parts' checksums, or of all bytes: then they are read once more. */
async function wholeChecksum(
  { blobs }: StoreContext,
  request: S3Request,
  { checksum }: Upload,
  parts: Part[],
): Promise<Record<string, string>> {
  if (!checksum) return {}
  const { name, type } = checksum
  const whole = createChecksum(name)
  if (type === 'COMPOSITE') {
    for (const part of parts) whole.update(Buffer.from(part.checksum ?? '', 'base64'))
    return { [`x-amz-checksum-${name}`]: `${whole.digest()}-${parts.length}`, 'x-amz-checksum-type': type }
  }
  const end = parts.reduce((sum, part) => sum + part.size, 0) - 1
  const files = parts.map((part) => part.file)
  await blobs.hold(files, async () => {
    for await (const bytes of readSegments(blobs, parts, { start: 0, end })) whole.update(bytes)
  })
  const value = whole.digest()
  const claimed = request.header(`x-amz-checksum-${name}`)
  if (claimed !== undefined && claimed !== value) {
    throw new S3Error('BadDigest', `The ${name.toUpperCase()} you specified did not match the parts.`)
  }
  return { [`x-amz-checksum-${name}`]: value, 'x-amz-checksum-type': type }
}

function requireSize(claimed: string | undefined, size: number): void {
  if (claimed !== undefined && Number(claimed) !== size) {
    throw new S3Error('InvalidRequest', `The parts have ${size} bytes, not ${claimed}.`)
  }
}
