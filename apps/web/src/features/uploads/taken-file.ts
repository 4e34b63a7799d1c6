import type { SavedUpload } from './saved-upload.ts'
import type { UploadFacts } from './upload-item.ts'

/** A file as the queue takes it on. */
export interface TakenFile {
  facts: UploadFacts
  file: Blob
  /** The browser has no copy: closing the tab would lose it. */
  isVolatile: boolean
}

/** A file as the browser has it after a reload: its name at least. */
export interface SavedFile {
  saved: SavedUpload
  hasBytes: boolean
}
