import autocannon, { type Result } from 'autocannon'
import { percentile } from './statistics.ts'

export interface Target {
  origin: string
  /** Asked for in turn. */
  paths: readonly string[]
  cookie: string
}

export interface LoadResult {
  requestsPerSecond: number
  /** Milliseconds. */
  p50: number
  p95: number
  p99: number
}

/** People at once: more than cores, fewer than a server's database connections. */
const connections = 8

/**
 * Asks for some seconds, as fast as it is answered or so many times a second. Throws when anything but 200 comes back.
 */
export async function load(
  { origin, paths, cookie }: Target,
  seconds: number,
  perSecond?: number,
): Promise<LoadResult> {
  const times: number[] = []
  const { promise, resolve, reject } = Promise.withResolvers<Result>()
  const requests = paths.map((path) => ({ method: 'GET' as const, path }))
  const rate = perSecond === undefined ? {} : { overallRate: perSecond }
  const options = { url: origin, connections, duration: seconds, headers: { cookie }, requests, ...rate }
  autocannon(options, (error, result) => (error ? reject(error) : resolve(result))).on(
    'response',
    (_client, _status, _bytes, milliseconds: number) => times.push(milliseconds),
  )
  const result = await promise
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${result.non2xx} answers other than 2xx and ${result.errors} errors from ${origin}`)
  }
  return {
    requestsPerSecond: times.length / seconds,
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    p99: percentile(times, 0.99),
  }
}
