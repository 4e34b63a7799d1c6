import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import { DomainError } from './errors.ts'

/**
 * Argon2id (the library's default), 19 MiB, 1 lane: the least that OWASP's Password Storage Cheat Sheet asks for, with 3
 * passes instead of its 2. One takes about 13 ms, so that a core still checks seventy a second.
 */
const options = { memoryCost: 19_456, timeCost: 3, parallelism: 1 }
const prefix = `$argon2id$v=19$m=${options.memoryCost},t=${options.timeCost},p=${options.parallelism}$`

export interface PasswordHasher {
  hash(password: string): Promise<string>
  /** Takes as long for `null` (nobody, or an account without a password) as for a wrong password. */
  verify(stored: string | null, password: string): Promise<boolean>
  /** Whether a hash was made with less work than new ones are; it is made anew when its password is known again. */
  isDated(stored: string): boolean
}

/**
 * Hashes at a time: more than there are cores only wait for each other, and one of libuv's four threads stays free for
 * files and names. https://nodejs.org/docs/latest-v24.x/api/cli.html#uv_threadpool_sizesize
 */
const hashesAtOnce = Math.min(availableParallelism(), 3)

/**
 * argon2id off the event loop, `concurrency` at a time, so that a flood of sign-ins cannot starve everything
 * else of threads and memory. More than `maxWaiting` callers are refused with UNAVAILABLE.
 */
export function createPasswordHasher({ concurrency = hashesAtOnce, maxWaiting = 200 } = {}): PasswordHasher {
  const run = createGate(concurrency, maxWaiting)
  let nobody: Promise<string> | undefined

  return {
    hash: (password) => run(() => hash(password, options)),
    async verify(stored, password) {
      nobody ??= hash('nobody has this password', options)
      // Waited for by everybody: the first stranger after a start takes no longer than a user.
      const nobodys = await nobody
      const known = stored ?? nobodys
      const matches = await run(() => verify(known, password))
      return stored !== null && matches
    },
    isDated: (stored) => !stored.startsWith(prefix),
  }
}

function createGate(concurrency: number, maxWaiting: number) {
  let running = 0
  const waiting: (() => void)[] = []

  return async function run<T>(work: () => Promise<T>): Promise<T> {
    if (running >= concurrency) {
      if (waiting.length >= maxWaiting) throw new DomainError('UNAVAILABLE', { retryAfter: 5 })
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else {
      running += 1
    }
    try {
      return await work()
    } finally {
      // The place is handed on without being counted down, so nobody can slip in between.
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
