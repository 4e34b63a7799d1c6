import type { ImageIdentity, ImageInput, ImageResult } from './image-result.ts'

/** Parent to child: one job at a time. */
export interface ChildJob {
  input: ImageInput
  /** ISO instant, of the parent's clock. */
  now: string
}

/** Child to parent. */
export type ChildMessage =
  | { type: 'ready' }
  | { type: 'memory'; bytes: number }
  | { type: 'identified'; identity: ImageIdentity }
  /** `memory`: resident bytes after the job. */
  | { type: 'done'; result: ImageResult; memory: number }
  /** Trouble of the machine, not of the file. */
  | { type: 'error'; message: string; memory: number }
