import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  NoSuchUpload,
  type Part,
  type S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { addSeconds, type Clock } from './clock.ts'

/** For how long an address that was signed for a part is good. */
export const partSeconds = 60 * 60

export interface StoredPart {
  number: number
  byteSize: number
  etag: string
  /** Hex; null where the store did not keep it. */
  sha256: string | null
}

/** An upload in parts, as the store knows it. */
export interface PartUpload {
  key: string
  uploadId: string
}

/** Objects that come in parts, each checked by the store against its own SHA-256. */
export interface PartUploads {
  /** Answers the store's name for the upload. Nothing is to be seen under the key until it is complete. */
  begin(key: string, contentType: string): Promise<string>
  /** A PUT of exactly this many bytes with exactly this content (hex), as often as it takes. */
  sign(
    part: PartUpload & { number: number; byteSize: number; sha256: string },
  ): Promise<{ url: string; headers: Record<string, string>; expiresAt: Date }>
  /** By number; undefined when the store has no such upload: it is complete, or was given up. */
  list(upload: PartUpload): Promise<StoredPart[] | undefined>
  /**
   * Makes one object of the parts. Answers false when there is nothing to complete any more, which is so as well
   * when it has been completed before.
   */
  complete(upload: PartUpload, parts: readonly StoredPart[]): Promise<boolean>
  /** Gives up an upload, and everything sent of it. What is not there any more is given up already. */
  abort(upload: PartUpload): Promise<void>
  /** Gives up every upload whose key begins so. What is complete stays. */
  abortAll(prefix: string): Promise<void>
}

/** `client` speaks to the store, `signer` makes addresses for others. */
export function createPartUploads(
  client: S3Client,
  signer: S3Client,
  Bucket: string,
  clock: Clock,
): PartUploads {
  async function abort({ key, uploadId }: PartUpload): Promise<void> {
    const command = new AbortMultipartUploadCommand({ Bucket, Key: key, UploadId: uploadId })
    await client.send(command).catch(ignoreGone)
  }

  return {
    abort,

    async begin(key, contentType) {
      const { UploadId } = await client.send(
        new CreateMultipartUploadCommand({
          Bucket,
          Key: key,
          ContentType: contentType,
          ChecksumAlgorithm: 'SHA256',
        }),
      )
      if (!UploadId) throw new Error('the store began an upload without a name')
      return UploadId
    },

    async sign({ key, uploadId, number, byteSize, sha256 }) {
      const checksum = Buffer.from(sha256, 'hex').toString('base64')
      const command = new UploadPartCommand({
        Bucket,
        Key: key,
        UploadId: uploadId,
        PartNumber: number,
        ContentLength: byteSize,
        ChecksumSHA256: checksum,
      })
      const now = clock.now()
      const url = await getSignedUrl(signer, command, {
        expiresIn: partSeconds,
        signingDate: now,
        signableHeaders: new Set(['host', 'content-length']),
        unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
      })
      return { url, headers: { 'x-amz-checksum-sha256': checksum }, expiresAt: addSeconds(now, partSeconds) }
    },

    async list({ key, uploadId }) {
      const parts: StoredPart[] = []
      let marker: string | undefined
      try {
        do {
          const page = await client.send(
            new ListPartsCommand({ Bucket, Key: key, UploadId: uploadId, PartNumberMarker: marker }),
          )
          parts.push(...(page.Parts ?? []).flatMap(toStoredPart))
          marker = page.IsTruncated ? page.NextPartNumberMarker : undefined
        } while (marker)
      } catch (error) {
        if (isGone(error)) return undefined
        throw error
      }
      return parts
    },

    async complete({ key, uploadId }, parts) {
      const command = new CompleteMultipartUploadCommand({
        Bucket,
        Key: key,
        UploadId: uploadId,
        // Whoever is second finds what the first one made.
        IfNoneMatch: '*',
        MultipartUpload: {
          Parts: parts.map(({ number, etag, sha256 }) => ({
            PartNumber: number,
            ETag: etag,
            ...(sha256 ? { ChecksumSHA256: Buffer.from(sha256, 'hex').toString('base64') } : {}),
          })),
        },
      })
      try {
        await client.send(command)
        return true
      } catch (error) {
        if (isGone(error) || isThereAlready(error)) return false
        throw error
      }
    },

    async abortAll(prefix) {
      // A page is a thousand. What was given up is not listed again, so that each page is the first.
      for (let isMore = true; isMore; ) {
        const page = await client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: prefix }))
        const { Uploads = [], IsTruncated = false } = page
        for (const { Key, UploadId } of Uploads) {
          if (Key && UploadId) await abort({ key: Key, uploadId: UploadId })
        }
        isMore = IsTruncated && Uploads.length > 0
      }
    },
  }
}

function toStoredPart({ PartNumber, Size, ETag, ChecksumSHA256 }: Part): StoredPart[] {
  if (PartNumber === undefined || ETag === undefined) return []
  const sha256 = ChecksumSHA256 ? Buffer.from(ChecksumSHA256, 'base64').toString('hex') : null
  return [{ number: PartNumber, byteSize: Size ?? 0, etag: ETag, sha256 }]
}

function ignoreGone(error: unknown): void {
  if (!isGone(error)) throw error
}

function isGone(error: unknown): boolean {
  return (
    error instanceof NoSuchUpload || (error instanceof S3ServiceException && error.name === 'NoSuchUpload')
  )
}

/** 412, or 409 while another one is completing it. */
function isThereAlready(error: unknown): boolean {
  if (!(error instanceof S3ServiceException)) return false
  return error.name === 'PreconditionFailed' || error.name === 'ConditionalRequestConflict'
}
