import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { finished } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
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
 * Asks for some seconds, as fast as it is answered, or so many times a second whatever the answers take. Throws when
 * anything but 200 comes back.
 */
export async function load(target: Target, seconds: number, perSecond?: number): Promise<LoadResult> {
  const times =
    perSecond === undefined
      ? await asFastAsAnswered(target, seconds)
      : await atRate(target, seconds, perSecond)
  return {
    requestsPerSecond: times.length / seconds,
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    p99: percentile(times, 0.99),
  }
}

async function asFastAsAnswered({ origin, paths, cookie }: Target, seconds: number): Promise<number[]> {
  const times: number[] = []
  const { promise, resolve, reject } = Promise.withResolvers<Result>()
  const requests = paths.map((path) => ({ method: 'GET' as const, path }))
  const options = { url: origin, connections, duration: seconds, headers: { cookie }, requests }
  autocannon(options, (error, result) => (error ? reject(error) : resolve(result))).on(
    'response',
    (_client, _status, _bytes, milliseconds: number) => times.push(milliseconds),
  )
  const result = await promise
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${result.non2xx} answers other than 2xx and ${result.errors} errors from ${origin}`)
  }
  return times
}

/** Each after a pause as strangers leave between them: a tool that keeps a rate by the second asks for all at its start. */
async function atRate(
  { origin, paths, cookie }: Target,
  seconds: number,
  perSecond: number,
): Promise<number[]> {
  const agent = new Agent({ keepAlive: true })
  const ask = async (path: string) => {
    const began = performance.now()
    const asked = request(new URL(path, origin), { agent, headers: { cookie } }).end()
    const [response] = (await once(asked, 'response')) as [IncomingMessage]
    await finished(response.resume())
    if (response.statusCode !== 200) throw new Error(`${response.statusCode} from ${path}`)
    return performance.now() - began
  }
  const asked: Promise<number>[] = []
  const end = performance.now() + seconds * 1000
  let next = performance.now()
  for (let index = 0; next < end; index += 1) {
    await sleep(Math.max(0, next - performance.now()))
    const path = paths[index % paths.length]
    if (path !== undefined) asked.push(ask(path))
    next -= (Math.log(1 - Math.random()) * 1000) / perSecond
  }
  const times = await Promise.all(asked)
  agent.destroy()
  return times
}
