import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import { DomainError } from './errors.ts'

/** OWASP Password Storage Cheat Sheet: Argon2id, 19 MiB, 2 passes, 1 lane (the library's default algorithm). */
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export interface PasswordHasher {
  hash(password: string): Promise<string>
  /** Takes as long for `null` (nobody, or an account without a password) as for a wrong password. */
  verify(stored: string | null, password: string): Promise<boolean>
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
