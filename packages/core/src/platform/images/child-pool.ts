import { type Clock, systemClock } from '../clock.ts'
import { type ChildSlot, type ChildSlotOptions, createChildSlot } from './child-slot.ts'
import type { LostFile } from './image-result.ts'

export interface ChildPool<Input, Result> {
  /**
   * Has one file read in a child process; waits its turn when all are busy. Resolves with a closed reason for anything
   * wrong with the file. Rejects with the signal's reason when aborted, and with an Error when the machine is at
   * fault (no input file, disk full, child cannot start).
   */
  process(input: Input, signal?: AbortSignal): Promise<Result | LostFile>
  /** Kills the children and rejects what is still running or waiting. */
  close(): Promise<void>
  /** Process ids of the living children. */
  pids(): number[]
}

export interface ChildPoolOptions extends ChildSlotOptions {
  concurrency: number
  clock?: Clock | undefined
}

/** A pool of persistent, killable children. Why: docs/decisions/0020-images-in-a-killable-child.md */
export function createChildPool<Input, Result>(options: ChildPoolOptions): ChildPool<Input, Result> {
  const { concurrency, clock = systemClock } = options
  type Slot = ChildSlot<Input, Result>
  const closing = new AbortController()
  const slots = Array.from({ length: concurrency }, () => createChildSlot<Input, Result>(options))
  const idle: Slot[] = [...slots]
  const waiting: ((slot: Slot) => void)[] = []

  const release = (slot: Slot) => {
    const next = waiting.shift()
    if (next) next(slot)
    else idle.push(slot)
  }

  const nextSlot = (signal: AbortSignal) =>
    new Promise<Slot>((resolve, reject) => {
      const take = (slot: Slot) => {
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
      closing.abort(new Error('the pool of children is closed'))
      await Promise.all(slots.map((slot) => slot.close()))
    },
    pids: () => slots.map((slot) => slot.pid()).filter((pid) => pid !== undefined),
  }
}
