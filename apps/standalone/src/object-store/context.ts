import type { Payload } from './authenticate.ts'
import type { Blobs } from './blobs.ts'
import type { Catalog } from './catalog.ts'
import type { S3Request } from './s3-request.ts'
import type { Uploads } from './uploads.ts'

/** What every operation works with. */
export interface StoreContext {
  blobs: Blobs
  catalog: Catalog
  uploads: Uploads
  now(): Date
  newId(): string
  /** Of one body, be it a whole object or a part. */
  bytesMax: number
}

/** One S3 operation: reads the request, which is authenticated, and answers it. Throws S3Error to refuse. */
export type Operation = (context: StoreContext, request: S3Request, payload: Payload) => Promise<void>
