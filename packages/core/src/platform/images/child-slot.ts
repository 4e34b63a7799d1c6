import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { Log } from '../log.ts'
import type { ChildJob, ChildMessage } from './child-messages.ts'
import type { FileIdentity, LostFile } from './image-result.ts'
import { readsResidentMemory, residentMemory } from './resident-memory.ts'

export interface ChildSlotOptions {
  /** The file that a child runs. */
  entry: string
  /** All that a child sees of an environment. */
  env: Record<string, string>
  timeoutMs: number
  /** The most that a job may ask for when it has seen what it has to do; `timeoutMs` when absent. */
  longestMs?: number | undefined
  maxMemoryBytes: number
  /** A child that rests above this, or has done so many jobs, is replaced between two jobs. */
  recycleMemoryBytes: number
  recycleAfterJobs: number
  log: Log | undefined
}

/** A place for one child process, which is replaced whenever it dies. Runs one job at a time. */
export interface ChildSlot<Input, Result> {
  /** Resolves for whatever the file is to blame for; rejects when aborted or when the machine is in trouble. */
  run(job: ChildJob<Input>, signal: AbortSignal): Promise<Result | LostFile>
  /** The living child, for operators and tests. */
  pid(): number | undefined
  close(): Promise<void>
}

const memoryPollMs = 50

export function createChildSlot<Input, Result>(options: ChildSlotOptions): ChildSlot<Input, Result> {
  let child: ChildProcess | undefined
  let jobs = 0

  const living = () => {
    if (child?.connected && !child.killed && child.exitCode === null && child.signalCode === null)
      return child
    jobs = 0
    child = forkChild(options)
    return child
  }

  return {
    pid: () => child?.pid,
    async run(job, signal) {
      signal.throwIfAborted()
      const answer = await runJob<Input, Result>(living(), job, signal, options)
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
function forkChild({ entry, env }: ChildSlotOptions): ChildProcess {
  return fork(entry, readsResidentMemory ? [] : ['report-memory'], {
    execArgv: ['--max-old-space-size=256'],
    env: { MALLOC_ARENA_MAX: '1', ...env },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  }).on('error', () => undefined)
}

interface Answer<Result> {
  result: Result | LostFile
  memory: number
}

function runJob<Input, Result>(
  child: ChildProcess,
  job: ChildJob<Input>,
  signal: AbortSignal,
  options: ChildSlotOptions,
): Promise<Answer<Result>> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer<Result>>()
  let identity: FileIdentity = { mime: null, sha256: null, byteSize: null }
  let accepted = started.has(child)

  const fail = (reason: LostFile['reason']) => {
    options.log?.warn({ reason, pid: child.pid }, 'a child was lost with its job')
    resolve({ result: { status: 'failed', reason, ...identity }, memory: 0 })
    child.kill('SIGKILL')
  }
  const checkMemory = (bytes: number | null) => {
    if (bytes !== null && bytes > options.maxMemoryBytes) fail('OUT_OF_MEMORY')
  }
  const onAbort = () => {
    reject(signal.reason)
    child.kill('SIGKILL')
  }
  let timeout = setTimeout(() => fail('TIMED_OUT'), options.timeoutMs)
  const onMessage = (message: ChildMessage<Result>) => {
    if (message.type === 'ready') {
      started.add(child)
      accepted = true
    } else if (message.type === 'memory') checkMemory(message.bytes)
    else if (message.type === 'identified') identity = message.identity
    else if (message.type === 'needs') {
      clearTimeout(timeout)
      const ms = Math.min(message.ms, options.longestMs ?? options.timeoutMs)
      timeout = setTimeout(() => fail('TIMED_OUT'), ms)
    } else if (message.type === 'done') resolve({ result: message.result, memory: message.memory })
    else reject(new Error(`child: ${message.message}`))
  }
  const onExit = (code: number | null, killedBy: NodeJS.Signals | null) => {
    // A child that never came up says nothing about the file.
    if (!accepted) reject(new Error(`child did not start: ${killedBy ?? code}`))
    else fail(isMemoryDeath(code, killedBy) ? 'OUT_OF_MEMORY' : 'DAMAGED')
  }

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
