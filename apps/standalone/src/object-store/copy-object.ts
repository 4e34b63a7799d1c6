import type { Blobs } from './blobs.ts'
import type { Segment } from './catalog.ts'
import { checkCopyConditions, checkWriteConditions } from './conditions.ts'
import type { Operation } from './context.ts'
import { keptHeaders, wholeSecond } from './object-headers.ts'
import { sendXml } from './respond.ts'
import { S3Error } from './s3-error.ts'
import { showObject } from './show-object.ts'

/** PUT with x-amz-copy-source: the same bytes under another key, without copying them where links are possible. */
export const copyObject: Operation = async (context, request) => {
  const { blobs, catalog, now } = context
  const { bucket, key, header } = request
  const source = readSource(header('x-amz-copy-source') ?? '')
  const original = catalog.find(source.bucket, source.key)
  if (!original) throw new S3Error('NoSuchKey', 'The object to copy does not exist.')
  checkCopyConditions(original, header)
  const isReplacing = header('x-amz-metadata-directive')?.toUpperCase() === 'REPLACE'
  const files = original.segments.map((segment) => segment.file)
  const headers = isReplacing ? keptHeaders(request.headerNames, header) : original.headers
  const segments = await blobs.hold(files, () => duplicate(blobs, original.segments))
  const copy = {
    ...original,
    bucket,
    key,
    modifiedAt: wholeSecond(now()),
    headers,
    uploadId: undefined,
    segments,
  }
  await showObject(context, copy, (current) => checkWriteConditions(current, header))
  sendXml(request.response, 'CopyObjectResult', {
    ETag: copy.etag,
    LastModified: new Date(copy.modifiedAt).toISOString(),
  })
}

async function duplicate(blobs: Blobs, segments: Segment[]): Promise<Segment[]> {
  const copies: Segment[] = []
  try {
    for (const { file, size } of segments) copies.push({ file: await blobs.duplicate(file), size })
    return copies
  } catch (error) {
    await blobs.remove(copies.map((copy) => copy.file))
    throw error
  }
}

function readSource(value: string): { bucket: string; key: string } {
  try {
    const [bucket = '', ...key] = decodeURIComponent(value).replace(/^\//, '').split('/')
    return { bucket, key: key.join('/') }
  } catch {
    throw new S3Error('InvalidArgument', 'x-amz-copy-source is not valid percent-encoding.')
  }
}
