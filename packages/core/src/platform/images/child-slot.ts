import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Log } from '../log.ts'
import type { ChildJob, ChildMessage } from './child-messages.ts'
import type { FailedImage, ImageFailureReason, ImageIdentity, ImageResult } from './image-result.ts'
import { readsResidentMemory, residentMemory } from './resident-memory.ts'

export interface ChildSlotOptions {
  timeoutMs: number
  maxMemoryBytes: number
  /** A child that rests above this, or has done so many jobs, is replaced between two jobs. */
  recycleMemoryBytes: number
  recycleAfterJobs: number
  log: Log | undefined
}

/** A place for one child process, which is replaced whenever it dies. Runs one job at a time. */
export interface ChildSlot {
  /** Resolves for whatever the file is to blame for; rejects when aborted or when the machine is in trouble. */
  run(job: ChildJob, signal: AbortSignal): Promise<ImageResult>
  /** The living child, for operators and tests. */
  pid(): number | undefined
  close(): Promise<void>
}

const memoryPollMs = 50
const imageChildPath = fileURLToPath(new URL('./image-child.ts', import.meta.url))

export function createChildSlot(options: ChildSlotOptions): ChildSlot {
  let child: ChildProcess | undefined
  let jobs = 0

  const living = () => {
    if (child?.connected && !child.killed && child.exitCode === null && child.signalCode === null)
      return child
    jobs = 0
    child = forkChild()
    return child
  }

  return {
    pid: () => child?.pid,
    async run(job, signal) {
      signal.throwIfAborted()
      const answer = await runJob(living(), job, signal, options)
      jobs += 1
      if (answer.memory > options.recycleMemoryBytes || jobs >= options.recycleAfterJobs) {
        child?.kill('SIGKILL')
        child = undefined
      }
      return answer.result
    },
    async close() {
      const last = child
      child = undefined
      if (!last || last.exitCode !== null || last.signalCode !== null) return
      const gone = once(last, 'exit')
      last.kill('SIGKILL')
      await gone
    },
  }
}

/**
 * Nothing of the parent's environment goes along: no secret is there to be stolen by a broken decoder.
 * One malloc arena: with several, glibc keeps the memory of every thread that ever decoded.
 */
function forkChild(): ChildProcess {
  return fork(imageChildPath, readsResidentMemory ? [] : ['report-memory'], {
    execArgv: ['--max-old-space-size=256'],
    env: { VIPS_BLOCK_UNTRUSTED: '1', MALLOC_ARENA_MAX: '1' },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  }).on('error', () => undefined)
}

interface Answer {
  result: ImageResult
  memory: number
}

function runJob(
  child: ChildProcess,
  job: ChildJob,
  signal: AbortSignal,
  options: ChildSlotOptions,
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  let identity: ImageIdentity = { mime: null, sha256: null, byteSize: null }
  let accepted = started.has(child)

  const fail = (reason: ImageFailureReason) => {
    options.log?.warn({ reason, pid: child.pid }, 'an image child was lost with its job')
    const result: FailedImage = { status: 'failed', reason, ...identity }
    resolve({ result, memory: 0 })
    child.kill('SIGKILL')
  }
  const checkMemory = (bytes: number | null) => {
    if (bytes !== null && bytes > options.maxMemoryBytes) fail('OUT_OF_MEMORY')
  }
  const onAbort = () => {
    reject(signal.reason)
    child.kill('SIGKILL')
  }
  const onMessage = (message: ChildMessage) => {
    if (message.type === 'ready') {
      started.add(child)
      accepted = true
    } else if (message.type === 'memory') checkMemory(message.bytes)
    else if (message.type === 'identified') identity = message.identity
    else if (message.type === 'done') resolve({ result: message.result, memory: message.memory })
    else reject(new Error(`image child: ${message.message}`))
  }
  const onExit = (code: number | null, killedBy: NodeJS.Signals | null) => {
    // A child that never came up says nothing about the file.
    if (!accepted) reject(new Error(`image child did not start: ${killedBy ?? code}`))
    else fail(isMemoryDeath(code, killedBy) ? 'OUT_OF_MEMORY' : 'DAMAGED')
  }

  const timeout = setTimeout(() => fail('TIMED_OUT'), options.timeoutMs)
  const poll = setInterval(() => {
    if (readsResidentMemory && child.pid !== undefined) checkMemory(residentMemory(child.pid))
  }, memoryPollMs)
  signal.addEventListener('abort', onAbort)
  child.on('message', onMessage)
  child.on('exit', onExit)
  child.on('error', reject)
  child.send(job, (error) => error && child.exitCode === null && child.signalCode === null && reject(error))

  return promise.finally(() => {
    clearTimeout(timeout)
    clearInterval(poll)
    signal.removeEventListener('abort', onAbort)
    child.off('message', onMessage)
    child.off('exit', onExit)
    child.off('error', reject)
  })
}

/** Children that have said `ready`. */
const started = new WeakSet<ChildProcess>()

/** V8 aborts and the kernel kills when there is no memory; a segmentation fault is the decoder's. */
function isMemoryDeath(code: number | null, signal: NodeJS.Signals | null): boolean {
  return signal === 'SIGKILL' || signal === 'SIGABRT' || code === 134
}
