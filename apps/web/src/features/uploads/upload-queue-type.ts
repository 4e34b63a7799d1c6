import type { MediaView } from '@kinkeep/contracts/media'
import type { SavedFile, TakenFile } from './taken-file.ts'
import type { UploadsView } from './upload-list.ts'

export interface UploadQueue {
  /** Takes files on. */
  add: (files: readonly TakenFile[]) => void
  /** Goes on with files that another tab, or this one before a reload, had taken on. */
  resume: (uploads: readonly SavedFile[], inHand?: ReadonlyMap<string, TakenFile>) => void
  /** The person gave a file's bytes again; whether they are the same is seen by their hash. */
  recover: (files: readonly TakenFile[]) => void
  retry: (uploadKeys: readonly string[]) => void
  /** Sends files that the circle has already. */
  sendAnyway: (uploadKeys: readonly string[]) => void
  /** Forgets files: those under way are called off, also at the server, those that arrived leave the list. */
  remove: (uploadKeys: readonly string[]) => void
  /** Sends nothing until told otherwise. */
  setPaused: (isPaused: boolean) => void
  /** Stops and empties the list; what is saved in the browser stays there for later. */
  stop: () => void
  /** What the server now says of delivered photos; of those asked for and not answered there is no more. */
  settle: (asked: readonly string[], media: readonly (MediaView & { isVerified: boolean })[]) => void
  /** The network is back: nothing waits any longer. */
  wake: () => void
  /** The bytes of a file, while this tab knows them. */
  fileOf: (uploadKey: string) => Blob | undefined
  subscribe: (listener: () => void) => () => void
  view: () => UploadsView
}
