import { type Clock, systemClock } from '../clock.ts'
import type { Log } from '../log.ts'
import { type ChildSlot, createChildSlot } from './child-slot.ts'
import type { ImageInput, ImageResult } from './image-result.ts'

export interface ImageProcessor {
  /**
   * Sniffs, hashes, dates and derives one photo in a child process; waits its turn when all are busy.
   * Resolves with a closed reason for anything wrong with the file. Rejects with the signal's reason when
   * aborted, and with an Error when the machine is at fault (no input file, disk full, child cannot start).
   */
  process(input: ImageInput, signal?: AbortSignal): Promise<ImageResult>
  /** Kills the children and rejects what is still running or waiting. */
  close(): Promise<void>
  /** Process ids of the living children. */
  pids(): number[]
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

/** A pool of persistent, killable children. Why: docs/decisions/0020-images-in-a-killable-child.md */
export function createImageProcessor(options: ImageProcessorOptions): ImageProcessor {
  const { concurrency, clock = systemClock } = options
  const closing = new AbortController()
  const slots = Array.from({ length: concurrency }, () =>
    createChildSlot({
      timeoutMs: options.timeoutMs,
      maxMemoryBytes: options.maxMemoryMb * megabyte,
      recycleMemoryBytes: (options.recycleMemoryMb ?? 180) * megabyte,
      recycleAfterJobs: options.recycleAfterJobs ?? 500,
      log: options.log,
    }),
  )
  const idle: ChildSlot[] = [...slots]
  const waiting: ((slot: ChildSlot) => void)[] = []

  const release = (slot: ChildSlot) => {
    const next = waiting.shift()
    if (next) next(slot)
    else idle.push(slot)
  }

  const nextSlot = (signal: AbortSignal) =>
    new Promise<ChildSlot>((resolve, reject) => {
      const take = (slot: ChildSlot) => {
        signal.removeEventListener('abort', leave)
        resolve(slot)
      }
      const leave = () => {
        waiting.splice(waiting.indexOf(take), 1)
        reject(signal.reason)
      }
      waiting.push(take)
      signal.addEventListener('abort', leave, { once: true })
    })

  return {
    async process(input, signal) {
      const ended = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal
      ended.throwIfAborted()
      // The last to rest goes first: it is warm, and the others stay small.
      const slot = idle.pop() ?? (await nextSlot(ended))
      try {
        return await slot.run({ input, now: clock.now().toISOString() }, ended)
      } finally {
        release(slot)
      }
    },
    async close() {
      closing.abort(new Error('the image processor is closed'))
      await Promise.all(slots.map((slot) => slot.close()))
    },
    pids: () => slots.map((slot) => slot.pid()).filter((pid) => pid !== undefined),
  }
}
