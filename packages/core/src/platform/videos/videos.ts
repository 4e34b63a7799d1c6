import { fileURLToPath } from 'node:url'
import type { Clock } from '../clock.ts'
import { type ChildPool, createChildPool } from '../images/child-pool.ts'
import type { Log } from '../log.ts'
import type { VideoInput, VideoResult } from './video-result.ts'

/** Sniffs, hashes, dates, posters and, where it must, encodes one video at a time in each of its children. */
export type VideoProcessor = ChildPool<VideoInput, VideoResult>

export interface VideoProcessorOptions {
  concurrency: number
  /** Until it is known how long the video is: for its hash, its packets and its poster. */
  timeoutMs: number
  /** The most that any video may take. */
  longestMs: number
  /** Resident memory at which a child is killed. 4K HEVC with 10 bits takes about 700. */
  maxMemoryMb: number
  /** Videos that one child reads, one after the other; one when absent. */
  recycleAfterJobs?: number
  clock?: Clock
  log?: Log
}

const megabyte = 1024 * 1024
const entry = fileURLToPath(new URL('./video-child.ts', import.meta.url))

/** Each video has a child of its own, which ends with it. docs/decisions/0082-what-a-video-is-played-as.md */
export function createVideoProcessor(options: VideoProcessorOptions): VideoProcessor {
  return createChildPool({
    entry,
    env: {},
    concurrency: options.concurrency,
    timeoutMs: options.timeoutMs,
    longestMs: options.longestMs,
    maxMemoryBytes: options.maxMemoryMb * megabyte,
    recycleMemoryBytes: options.maxMemoryMb * megabyte,
    recycleAfterJobs: options.recycleAfterJobs ?? 1,
    clock: options.clock,
    log: options.log,
  })
}
