import type { Credentials } from './authenticate.ts'
import { openBody, type Received, receiveStream } from './body.ts'
import { checksumNames } from './checksums.ts'
import type { StoreContext } from './context.ts'
import { readUploadForm } from './form-data.ts'
import { checksumHeaders, keptHeaders, wholeSecond } from './object-headers.ts'
import { checkPostPolicy } from './post-policy.ts'
import { sendEmpty, sendXml } from './respond.ts'
import { S3Error } from './s3-error.ts'
import type { S3Request } from './s3-request.ts'
import { showObject } from './show-object.ts'

const keyBytesMax = 1024
const nameOfFile = '$' + '{filename}'

/** POST of an HTML form to the bucket, allowed by the signed policy inside the form. */
export async function postObject(
  context: StoreContext,
  request: S3Request,
  credentials: Credentials,
): Promise<void> {
  const { blobs, now } = context
  const { bucket } = request
  const form = await readUploadForm(openBody(request), request.header('content-type') ?? '')
  const { fields } = form
  const allowed = checkPostPolicy(bucket, fields, credentials, now())
  const key = (fields.get('key') ?? '').replaceAll(nameOfFile, form.fileName)
  if (key === '' || key.includes('\0') || Buffer.byteLength(key) > keyBytesMax) {
    throw new S3Error('InvalidArgument', `The form needs a key of at most ${keyBytesMax} bytes.`)
  }
  const headers = keptHeaders(fields.keys(), (name) => fields.get(name))
  const received = await receiveStream(
    form.file,
    { md5: fields.get('content-md5'), checksum: claimedChecksum(fields) },
    { write: blobs.write, bytesMax: Math.min(allowed.max, context.bytesMax) },
  )
  if (received.size < allowed.min) {
    await blobs.remove([received.file])
    throw new S3Error('EntityTooSmall', `Your proposed upload is smaller than ${allowed.min} bytes.`)
  }
  await showObject(
    context,
    {
      bucket,
      key,
      size: received.size,
      etag: `"${received.md5}"`,
      modifiedAt: wholeSecond(now()),
      headers,
      checksums: checksumHeaders(received),
      uploadId: undefined,
      segments: [{ file: received.file, size: received.size }],
    },
    () => undefined,
  )
  answer(request, fields, key, received)
}

function claimedChecksum(fields: Map<string, string>) {
  const name = checksumNames.find((known) => fields.has(`x-amz-checksum-${known}`))
  return name && { name, value: () => fields.get(`x-amz-checksum-${name}`) }
}

/** As the form asks: a page to go to, a status, or 204. */
function answer(request: S3Request, fields: Map<string, string>, key: string, { md5 }: Received): void {
  const { bucket, response } = request
  const etag = `"${md5}"`
  const status = fields.get('success_action_status')
  const redirect = fields.get('success_action_redirect')
  if (redirect && URL.canParse(redirect)) {
    const location = new URL(redirect)
    for (const [name, value] of Object.entries({ bucket, key, etag })) location.searchParams.set(name, value)
    sendEmpty(response, 303, { location: location.href, etag })
  } else if (status === '201') {
    sendXml(response, 'PostResponse', { Bucket: bucket, Key: key, ETag: etag }, 201)
  } else {
    sendEmpty(response, status === '200' ? 200 : 204, { etag })
  }
}
