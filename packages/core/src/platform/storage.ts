import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { addSeconds, type Clock } from './clock.ts'
import { createPartUploads, type PartUploads } from './storage-parts.ts'

export interface StorageOptions {
  endpoint: string
  /** Where browsers reach the store, when that is another address than ours. */
  publicEndpoint: string
  region: string
  bucket: string
  accessKeyId: string
  secretAccessKey: string
  /** How long the store may be silent before a call is given up and tried again. */
  silenceMs?: number
}

export interface SignedUpload {
  url: string
  headers: Record<string, string>
  expiresAt: Date
}

/** The object store, S3's protocol. Keys are ours; nothing a person typed is ever part of one. */
export interface Storage {
  /**
   * A PUT of exactly this many bytes of this type, and of this content when its SHA-256 (hex) is known. Once: what
   * is stored cannot be replaced, and a second PUT answers 412.
   */
  signUpload(upload: {
    key: string
    byteSize: number
    contentType: string
    sha256?: string | undefined
  }): Promise<SignedUpload>
  /** The same for what is too large for one PUT. */
  readonly parts: PartUploads
  /** A short-lived address to read one object; the same for a quarter of an hour, so that browsers cache it. */
  signDownload(download: {
    key: string
    contentType?: string
    /** Offered as a file of this name instead of being shown. */
    saveAs?: string
    /** Part of the address: what was written over is not what a browser remembers of the one before. */
    version?: number
  }): Promise<{ url: string; reusableUntil: Date }>
  /** Bytes stored under a key, or undefined. */
  sizeOf(key: string): Promise<number | undefined>
  /** Writes an object to a file. Answers false when there is none. */
  download(key: string, path: string, signal?: AbortSignal): Promise<boolean>
  upload(key: string, path: string, contentType: string): Promise<void>
  /**
   * The bytes of an object as they come, or undefined when there is none; or only those of a range, whose `end` is
   * the first byte that is not wanted.
   */
  openRead(
    key: string,
    signal?: AbortSignal,
    range?: { start: number; end: number },
  ): Promise<Readable | undefined>
  /**
   * Writes a stream of unknown length, in parts, with a few of them in memory. The object is there once all of it
   * is; when the stream fails or `signal` aborts, nothing is. Answers the bytes written.
   */
  uploadStream(key: string, body: Readable, contentType: string, signal?: AbortSignal): Promise<number>
  remove(keys: string[]): Promise<void>
  /** Removes every object under a prefix, and the parts of uploads that never became one. */
  removeAll(prefix: string): Promise<void>
  close(): void
}

/** For how long an address that was signed for an upload is good. */
export const uploadSeconds = 60 * 60
const windowSeconds = 15 * 60
/** Seconds for which a browser may show what it fetched, less one for each version. */
const remembered = 24 * 60 * 60

/** S3 takes 10,000 parts: 160 GB, more than a circle may hold. */
const partSize = 16 * 1024 * 1024

export function createStorage(options: StorageOptions, clock: Clock): Storage {
  const { bucket: Bucket, silenceMs = 10_000 } = options
  const connect = (endpoint: string) =>
    new S3Client({
      endpoint,
      region: options.region,
      credentials: { accessKeyId: options.accessKeyId, secretAccessKey: options.secretAccessKey },
      forcePathStyle: true,
      maxAttempts: 3,
      // By itself the SDK waits for ever, with a person or a worker's place behind it.
      requestHandler: {
        connectionTimeout: Math.min(silenceMs, 3_000),
        requestTimeout: silenceMs,
        throwOnRequestTimeout: true,
        socketTimeout: silenceMs,
      },
    })
  const client = connect(options.endpoint)
  // Signs only. A checksum computed while signing would be the one of an empty body.
  const signer = connect(options.publicEndpoint)
  signer.config.requestChecksumCalculation = async () => 'WHEN_REQUIRED'

  const parts = createPartUploads(client, signer, Bucket, clock)

  return {
    parts,

    async signUpload({ key, byteSize, contentType, sha256 }) {
      const checksum = sha256 && Buffer.from(sha256, 'hex').toString('base64')
      const command = new PutObjectCommand({
        Bucket,
        Key: key,
        ContentLength: byteSize,
        ContentType: contentType,
        IfNoneMatch: '*',
        ...(checksum ? { ChecksumSHA256: checksum } : {}),
      })
      const now = clock.now()
      const url = await getSignedUrl(signer, command, {
        expiresIn: uploadSeconds,
        signingDate: now,
        signableHeaders: new Set(['host', 'content-length', 'content-type']),
        unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
      })
      const headers = {
        'content-type': contentType,
        'if-none-match': '*',
        ...(checksum ? { 'x-amz-checksum-sha256': checksum } : {}),
      }
      return { url, headers, expiresAt: addSeconds(now, uploadSeconds) }
    },

    async signDownload({ key, contentType, saveAs, version = 1 }) {
      const window = Math.floor(clock.now().getTime() / 1000 / windowSeconds) * windowSeconds
      const command = new GetObjectCommand({
        Bucket,
        Key: key,
        ResponseContentType: contentType,
        ResponseContentDisposition: saveAs && attachment(saveAs),
        // The one parameter of a signed address that says nothing to the store, and something to a cache.
        ResponseCacheControl: `private, max-age=${Math.max(0, remembered + 1 - version)}, immutable`,
      })
      const signingDate = new Date(window * 1000)
      const url = await getSignedUrl(signer, command, { expiresIn: 2 * windowSeconds, signingDate })
      return { url, reusableUntil: addSeconds(signingDate, windowSeconds) }
    },

    async sizeOf(key) {
      try {
        const head = await client.send(new HeadObjectCommand({ Bucket, Key: key }))
        return head.ContentLength ?? 0
      } catch (error) {
        if (error instanceof NotFound) return undefined
        throw error
      }
    },

    async download(key, path, signal) {
      try {
        const object = await client.send(new GetObjectCommand({ Bucket, Key: key }), {
          ...(signal ? { abortSignal: signal } : {}),
        })
        await pipeline(object.Body as Readable, createWriteStream(path), { ...(signal ? { signal } : {}) })
        return true
      } catch (error) {
        if (error instanceof NoSuchKey) return false
        throw error
      }
    },

    async upload(key, path, contentType) {
      const { size } = await stat(path)
      const body = createReadStream(path)
      await client.send(
        new PutObjectCommand({
          Bucket,
          Key: key,
          Body: body,
          ContentLength: size,
          ContentType: contentType,
        }),
      )
    },

    async openRead(key, signal, range) {
      try {
        const Range = range && `bytes=${range.start}-${range.end - 1}`
        const object = await client.send(
          new GetObjectCommand({ Bucket, Key: key, ...(Range ? { Range } : {}) }),
          {
            ...(signal ? { abortSignal: signal } : {}),
          },
        )
        return object.Body as Readable
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined
        throw error
      }
    },

    async uploadStream(key, body, contentType, signal) {
      let bytes = 0
      const counted = body.pipe(
        new Transform({
          transform(chunk: Buffer, _encoding, done) {
            bytes += chunk.length
            done(null, chunk)
          },
        }),
      )
      body.once('error', (error) => counted.destroy(error))
      // Told by what reads it; it may break before anything does.
      counted.on('error', () => undefined)
      const upload = new Upload({
        client,
        params: { Bucket, Key: key, Body: counted, ContentType: contentType },
        partSize,
        queueSize: 2,
      })
      const abort = () => void upload.abort()
      signal?.addEventListener('abort', abort, { once: true })
      try {
        signal?.throwIfAborted()
        await upload.done()
        return bytes
      } finally {
        signal?.removeEventListener('abort', abort)
        body.destroy()
      }
    },

    async remove(keys) {
      if (keys.length === 0) return
      const Objects = keys.map((Key) => ({ Key }))
      const { Errors = [] } = await client.send(
        new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
      )
      // The store answers 200 also when it kept some.
      if (Errors.length > 0) throw new Error(`the store kept ${Errors.length} objects: ${Errors[0]?.Code}`)
    },

    async removeAll(prefix) {
      // Always the first page: what was on it is gone when it is asked for again.
      for (;;) {
        const page = await client.send(new ListObjectsV2Command({ Bucket, Prefix: prefix }))
        const keys = (page.Contents ?? []).flatMap(({ Key }) => Key ?? [])
        if (keys.length === 0) break
        await this.remove(keys)
      }
      await parts.abortAll(prefix)
    },

    close() {
      client.destroy()
      signer.destroy()
    },
  }
}

/** RFC 6266: an ASCII fallback and the real name, neither able to end the header. */
function attachment(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
