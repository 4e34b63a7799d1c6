import { setTimeout as wait } from 'node:timers/promises'
import { TRPCClientError } from '@trpc/client'
import { dataOf } from '../calls/explain-error.ts'

const tries = 8
const longestMs = 60_000

/** The store did not take something, and may the next time. */
export class StoreTrouble extends Error {
  override readonly name = 'StoreTrouble'
  readonly status: number

  constructor(status: number) {
    super(`the store answered ${status}`)
    this.status = status
  }
}

/** Tries again what a network, a restart or a limit kept from being done; every call of ours may be repeated. */
export async function withPatience<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let count = 1; ; count += 1) {
    try {
      return await attempt()
    } catch (error) {
      const seconds = secondsUntilNext(error)
      if (seconds === undefined || count === tries) throw error
      const pause = seconds > 0 ? seconds * 1000 : Math.min(longestMs, 500 * 2 ** count)
      await wait(pause)
    }
  }
}

/** Seconds that the server asked for, 0 where it named none; undefined where another try would end the same. */
function secondsUntilNext(error: unknown): number | undefined {
  if (error instanceof StoreTrouble) return 0
  // What fetch throws when nobody answers.
  if (error instanceof TypeError) return 0
  if (!(error instanceof TRPCClientError)) return undefined
  const data = dataOf(error)
  if (!data) return 0
  const passes = ['TOO_MANY_CALLS', 'TOO_MANY_REQUESTS', 'UNAVAILABLE', 'INTERNAL'].includes(data.reason)
  return passes ? (data.retryAfter ?? 0) : undefined
}
