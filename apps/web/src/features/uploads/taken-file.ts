import type { UploadFacts } from './upload-item.ts'

/** A file as the queue takes it on. */
export interface TakenFile {
  facts: UploadFacts
  file: Blob
  /** The browser has no copy: closing the tab would lose it. */
  isVolatile: boolean
}
