import { fileURLToPath } from 'node:url'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import { type ChildPool, createChildPool } from './child-pool.ts'
import type { CleanInput, CleanResult } from './clean-image.ts'
import type { ImageInput, ImageResult, LostFile } from './image-result.ts'

/** Sniffs, hashes, dates and derives one photo at a time in each of its children. */
export interface ImageProcessor extends ChildPool<ImageInput, ImageResult> {
  /** A photo without what its camera and owner wrote into it, made in one of the same children. */
  clean(input: CleanInput, signal?: AbortSignal): Promise<CleanResult | LostFile>
}

export interface ImageProcessorOptions {
  /** Children, each on one thread. */
  concurrency: number
  /** For one job. */
  timeoutMs: number
  /** Resident memory at which a child is killed. A 12 Mpx HEIC takes 300; 768 leaves room for 48 Mpx. */
  maxMemoryMb: number
  /** Children resting above this are replaced. */
  recycleMemoryMb?: number
  recycleAfterJobs?: number
  clock?: Clock
  log?: Log
}

const megabyte = 1024 * 1024
const entry = fileURLToPath(new URL('./image-child.ts', import.meta.url))

export function createImageProcessor(options: ImageProcessorOptions): ImageProcessor {
  const pool = createChildPool<ImageInput | CleanInput, ImageResult | CleanResult | LostFile>({
    entry,
    env: { VIPS_BLOCK_UNTRUSTED: '1' },
    concurrency: options.concurrency,
    timeoutMs: options.timeoutMs,
    maxMemoryBytes: options.maxMemoryMb * megabyte,
    recycleMemoryBytes: (options.recycleMemoryMb ?? 180) * megabyte,
    recycleAfterJobs: options.recycleAfterJobs ?? 500,
    clock: options.clock,
    log: options.log,
  })
  // A child answers what it was asked.
  return {
    ...pool,
    process: async (input, signal) => (await pool.process(input, signal)) as ImageResult | LostFile,
    clean: async (input, signal) => (await pool.process(input, signal)) as CleanResult | LostFile,
  }
}
