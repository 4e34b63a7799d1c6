import type { FileIdentity } from './image-result.ts'

/** Parent to child: one job at a time. */
export interface ChildJob<Input> {
  input: Input
  /** ISO instant, of the parent's clock. */
  now: string
}

/** Child to parent. */
export type ChildMessage<Result> =
  | { type: 'ready' }
  | { type: 'memory'; bytes: number }
  | { type: 'identified'; identity: FileIdentity }
  /** What is left to do may take this long from now on, up to what the parent allows at all. */
  | { type: 'needs'; ms: number }
  /** `memory`: resident bytes after the job. */
  | { type: 'done'; result: Result; memory: number }
  /** Trouble of the machine, not of the file. */
  | { type: 'error'; message: string; memory: number }
