import type { CompleteUpload, RequestedUpload, RequestUpload } from '@kinkeep/contracts/media'
import type { MediaState } from '@kinkeep/contracts/media-states'
import type { PutRequest } from './put-file.ts'
import type { UploadDatabase } from './upload-database.ts'

/** Everything the queue needs of the world. */
export interface UploadPorts {
  requestUpload: (input: RequestUpload) => Promise<{ uploads: RequestedUpload[] }>
  completeUpload: (
    input: CompleteUpload,
  ) => Promise<{ mediaId: string; state: MediaState; keepId: string | null }>
  put: (request: PutRequest) => Promise<number>
  /** SHA-256 in hex; undefined where there is none. Rejects when the file cannot be read. */
  hash: (file: Blob) => Promise<string | undefined>
  database: Pick<UploadDatabase, 'save' | 'read' | 'remove'>
  isOnline: () => boolean
  now: () => number
  random: () => number
  /** Runs `task` once after `ms`. */
  after: (ms: number, task: () => void) => void
}
