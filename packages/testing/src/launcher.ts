import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { inheritedEnv, suiteLog } from './config.ts'

/** What `apps/standalone services` runs: everything a test needs of the outside, with throwaway data. */
export interface Services {
  /** The superuser's connection string to the database `postgres`. */
  postgresUrl: string
  store: {
    endpoint: string
    region: string
    bucket: string
    accessKeyId: string
    secretAccessKey: string
  }
  smtpUrl: string
  /** The mail catcher's page and API (maildev: `GET /api/email`). */
  mailUrl: string
  /** The SMS catcher's page and API (`GET /api/sms`, newest first). */
  smsUrl: string
  /** Where a worker hands messages to it. */
  smsCatcherUrl: string
}

/** What `apps/standalone stack` runs: the services and a whole Kinkeep upon them. */
export interface Stack extends Services {
  /** Where the web app and the API answer. */
  origin: string
  /** The database as server and worker have it. */
  databaseUrl: string
  /** To be killed by tests. The launcher starts another in its place, and then this is the other's. */
  serverPid: number
  workerPid: number
}

interface Launches {
  services: Services
  stack: Stack
}

export type Launched<Facts> = Facts & {
  /** Ends everything that was started. Data is thrown away. */
  stop(): Promise<void>
}

const launcher = fileURLToPath(new URL('../../../apps/standalone/src/main.ts', import.meta.url))
const startMs = 120_000
const stopMs = 15_000
const shownOutput = 8_000

/**
 * Starts `apps/standalone/src/main.ts <command>` as a process of its own, on free ports, and answers where things
 * are. It ends with `stop`, and by itself when this process goes away. Rejects with its output when it fails.
 */
export async function launch<Command extends keyof Launches>(
  command: Command,
  { args = [], env = {} }: { args?: string[]; env?: Record<string, string> } = {},
): Promise<Launched<Launches[Command]>> {
  const child = fork(launcher, [command, ...args], {
    env: { ...inheritedEnv, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: [],
  })
  let output = ''
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-shownOutput)
    if (suiteLog !== undefined) appendFileSync(suiteLog, chunk)
  }
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  try {
    const facts = await readyMessage<Launches[Command]>(child)
    const launched = { ...facts, stop: () => stop(child) }
    child.on('message', (message: Message<Launches[Command]>) => {
      if (message.type === 'revived') Object.assign(launched, { [`${message.name}Pid`]: message.pid })
    })
    return launched
  } catch (error) {
    await stop(child)
    throw new Error(`\`standalone ${command}\` did not start: ${String(error)}\n${output}`)
  }
}

/** What the launcher, which is ours, tells whoever forked it. */
type Message<Facts> =
  | ({ type: 'ready' } & Facts)
  | { type: 'revived'; name: 'server' | 'worker'; pid: number }

function readyMessage<Facts>(child: ChildProcess): Promise<Facts> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not ready after ${startMs} ms`)), startMs)
    child.once('error', reject)
    child.once('exit', (code, signal) => reject(new Error(`it ended with ${signal ?? code}`)))
    child.on('message', (message: Message<Facts>) => {
      if (message.type !== 'ready') return
      clearTimeout(timer)
      resolve(message)
    })
  })
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  const timer = setTimeout(() => child.kill('SIGKILL'), stopMs)
  if (child.connected) child.disconnect()
  await ended
  clearTimeout(timer)
}
