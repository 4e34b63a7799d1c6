import { receiveBody } from './body.ts'
import { checkWriteConditions } from './conditions.ts'
import type { Operation } from './context.ts'
import { checksumHeaders, keptHeaders, wholeSecond } from './object-headers.ts'
import { sendEmpty } from './respond.ts'
import { showObject } from './show-object.ts'

/** PUT of an object: the bytes go to a file, then the key shows them. What it showed before is removed. */
export const putObject: Operation = async (context, request, payload) => {
  const { blobs, catalog, now, bytesMax } = context
  const { bucket, key, header } = request
  checkWriteConditions(catalog.find(bucket, key), header)
  const names = [...request.headerNames, ...request.query.map(([name]) => name)]
  const headers = keptHeaders(names, header)
  const received = await receiveBody(request, payload, { write: blobs.write, bytesMax })
  const object = {
    bucket,
    key,
    size: received.size,
    etag: `"${received.md5}"`,
    modifiedAt: wholeSecond(now()),
    headers,
    checksums: checksumHeaders(received),
    uploadId: undefined,
    segments: [{ file: received.file, size: received.size }],
  }
  await showObject(context, object, (current) => checkWriteConditions(current, header))
  sendEmpty(request.response, 200, { etag: object.etag, ...object.checksums })
}
