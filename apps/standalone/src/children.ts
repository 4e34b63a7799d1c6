import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Part } from './lifetime.ts'
import { StartError } from './start-error.ts'

/** A Node process of ours that is kept running until it is stopped. */
export interface Child extends Part {
  /** Of the process that runs now; another after it was started again. */
  readonly pid: number
  /** Lets it drain, then starts it anew. */
  restart(): Promise<void>
}

export interface ChildOptions {
  name: string
  entry: string
  args?: string[]
  /** For Node itself. */
  execArgv?: string[]
  cwd?: string
  env: NodeJS.ProcessEnv
  /** A line of its output that says it is ready, for programs that send no `{ type: 'ready' }`. */
  readyLine?: RegExp
  /** It died and is started again in `delayMs`. */
  onDeath(how: string, delayMs: number): void
  /** It runs again after a death or a restart. */
  onReady(pid: number): void
}

type State = 'starting' | 'running' | 'stopping'

interface Running {
  process: ChildProcess
  isReady: boolean
}

const firstDelayMs = 250
const longestDelayMs = 10_000
/** Having run this long, a process is taken for healthy, and its next death for a new story. */
const healthyMs = 30_000
/** Longer than the apps' own patience with open work. */
const drainMs = 28_000

/**
 * Starts a Node process and resolves when it is ready; from then on a death is followed by a new start. It has a
 * channel to us and a process group of its own: it ends when we do, and never by the terminal's Ctrl-C.
 * Throws StartError when it does not become ready the first time.
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  let state: State = 'starting'
  let delayMs = firstDelayMs
  let timer: NodeJS.Timeout | undefined
  let generation = 0
  let current = spawnChild(options)
  await begin()

  /** Answers whether it runs: a stop may have come meanwhile. */
  async function begin(): Promise<boolean> {
    const running = current
    const since = performance.now()
    await becomeReady(running, options)
    if (state === 'stopping') return false
    state = 'running'
    running.process.once('exit', (code, signal) => {
      if (state !== 'running' || running !== current) return
      if (performance.now() - since > healthyMs) delayMs = firstDelayMs
      reviveLater(`it ended with ${signal ?? code}`)
    })
    return true
  }

  function reviveLater(how: string): void {
    options.onDeath(how, delayMs)
    timer = setTimeout(() => void revive(), delayMs)
    delayMs = Math.min(delayMs * 2, longestDelayMs)
  }

  async function revive(): Promise<void> {
    state = 'starting'
    generation += 1
    const mine = generation
    current = spawnChild(options)
    try {
      if (await begin()) options.onReady(current.process.pid ?? 0)
    } catch (error) {
      if (state === 'starting' && mine === generation)
        reviveLater(error instanceof Error ? error.message : String(error))
    }
  }

  return {
    get pid() {
      return current.process.pid ?? 0
    },
    async restart() {
      if (state === 'stopping') return
      clearTimeout(timer)
      state = 'starting'
      generation += 1
      await end(current)
      if (state === 'starting') await revive()
    },
    async stop() {
      state = 'stopping'
      clearTimeout(timer)
      await end(current)
    },
  }
}

function spawnChild({ execArgv = [], entry, args = [], cwd, env, readyLine }: ChildOptions): Running {
  const child = spawn(process.execPath, [...execArgv, entry, ...args], {
    cwd,
    env,
    stdio: ['ignore', readyLine ? 'pipe' : 'inherit', 'inherit', 'ipc'],
    detached: true,
  })
  return { process: child, isReady: false }
}

async function becomeReady(running: Running, { name, readyLine }: ChildOptions): Promise<void> {
  const child = running.process
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      reject(new StartError(`The ${name} did not start: it ended with ${signal ?? code}.`))
    })
    child.on('message', (message: { type?: unknown }) => {
      if (message.type === 'ready') resolve()
    })
    if (child.stdout) {
      createInterface(child.stdout).on('line', (line) => {
        if (readyLine?.test(line)) resolve()
      })
    }
  })
  running.isReady = true
}

/** Closes the channel, which asks it to drain, and kills it when it does not, or has nothing to drain yet. */
async function end({ process: child, isReady }: Running): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  const patience = setTimeout(() => child.kill('SIGKILL'), drainMs)
  if (isReady && child.connected) child.disconnect()
  else child.kill('SIGTERM')
  await ended
  clearTimeout(patience)
}
