import { completeUpload } from './complete-upload.ts'
import type { Operation } from './context.ts'
import { copyObject } from './copy-object.ts'
import { deleteObject, deleteObjects } from './delete-objects.ts'
import { getObject } from './get-object.ts'
import { listObjects } from './list-objects.ts'
import { abortUpload, createUpload, listParts, listUploads, uploadPart } from './multipart.ts'
import { putObject } from './put-object.ts'
import { sendEmpty } from './respond.ts'
import { S3Error } from './s3-error.ts'
import type { S3Request } from './s3-request.ts'

/** Asked for by a parameter of this name; S3 has them, this store does not, and must not take them for a plain GET or PUT. */
const otherResources = new Set(
  `accelerate acl analytics attributes cors encryption intelligent-tiering inventory legal-hold lifecycle
   location logging metrics notification object-lock ownershipControls partNumber policy policyStatus
   publicAccessBlock replication requestPayment restore retention select tagging torrent versionId versioning
   versions website`.split(/\s+/),
)

const headBucket: Operation = async (_, request) => sendEmpty(request.response, 200)

const onBucket: Record<string, Operation> = {
  HEAD: headBucket,
  GET: listObjects,
  'GET uploads': listUploads,
  'POST delete': deleteObjects,
}

const onObject: Record<string, Operation> = {
  HEAD: getObject,
  GET: getObject,
  'GET uploadId': listParts,
  PUT: putObject,
  'PUT copy': copyObject,
  'PUT uploadId': uploadPart,
  'POST uploads': createUpload,
  'POST uploadId': completeUpload,
  DELETE: deleteObject,
  'DELETE uploadId': abortUpload,
}

const qualifiers = ['uploads', 'delete', 'uploadId']

/** The operation a request asks for. Throws NotImplemented for what S3 has and this store does not. */
export function findOperation(request: S3Request): Operation {
  const { method, param, header } = request
  const qualifier = qualifiers.find((name) => param(name) !== undefined)
  const other = request.query.find(
    ([name]) => otherResources.has(name) && !(name === 'partNumber' && qualifier),
  )
  const isCopy = method === 'PUT' && header('x-amz-copy-source') !== undefined
  if (other || (isCopy && qualifier)) {
    throw new S3Error(
      'NotImplemented',
      `This store does not implement ${other?.[0] ?? 'copying into a part'}.`,
    )
  }
  const table = request.key === '' ? onBucket : onObject
  const operation = table[[method, isCopy ? 'copy' : qualifier].filter(Boolean).join(' ')]
  if (!operation) throw new S3Error('MethodNotAllowed', 'The method is not allowed on this resource.')
  return operation
}
