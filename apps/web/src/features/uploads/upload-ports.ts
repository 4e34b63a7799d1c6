import type {
  AbortUpload,
  CompletedUpload,
  CompleteUpload,
  RequestedParts,
  RequestedUpload,
  RequestParts,
  RequestUpload,
} from '@kinkeep/contracts/media'
import type { FileHashes } from './file-hashes.ts'
import type { PutRequest } from './put-file.ts'
import type { UploadDatabase } from './upload-database.ts'

/** Everything the queue needs of the world. */
export interface UploadPorts {
  requestUpload: (input: RequestUpload) => Promise<{ uploads: RequestedUpload[] }>
  requestParts: (input: RequestParts) => Promise<RequestedParts>
  /** Takes longer the larger the file is: `size` is in bytes. */
  completeUpload: (input: CompleteUpload, size: number) => Promise<CompletedUpload>
  abortUpload: (input: AbortUpload) => Promise<unknown>
  put: (request: PutRequest) => Promise<number>
  /** Rejects when the file cannot be read. */
  hash: (file: Blob, onRead: (bytes: number) => void) => Promise<FileHashes>
  database: Pick<UploadDatabase, 'update' | 'readBytes' | 'removeBytes' | 'remove'>
  isOnline: () => boolean
  now: () => number
  random: () => number
  newId: () => string
  /** Runs `task` once after `ms`. */
  after: (ms: number, task: () => void) => void
}
