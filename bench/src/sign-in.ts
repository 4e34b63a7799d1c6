import { setTimeout } from 'node:timers/promises'
import { createPasswordHasher } from '@kinkeep/core/platform/passwords'
import { type BenchStack, startBenchStack } from './bench-stack.ts'
import { type Account, accountPassword, fillAccounts } from './fill-accounts.ts'
import type { Report } from './report.ts'
import type { Sizes } from './sizes.ts'
import { percentile, show, spreadOf } from './statistics.ts'
import { timedCall } from './timed-call.ts'

/** Sign-ins at the same time, for as long as the others are measured. */
const parallel = 50

/** What a sign-in costs beside its hash, and what 50 at once cost everybody else. */
export async function signIn({ rounds, tries }: Sizes): Promise<Report> {
  const stack = await startBenchStack()
  try {
    const accounts = await fillAccounts(stack, parallel)
    const { origin } = await stack.startServer()
    const hasher = createPasswordHasher()
    const stored = await hasher.hash(accountPassword)
    const cookie = await cookieOf(origin, accounts[0])
    const perRound = Math.max(5, Math.round(tries / rounds))
    const ratios: number[] = []
    const alone: { hash: number[]; call: number[] } = { hash: [], call: [] }

    for (let round = -1; round < rounds; round += 1) {
      const hash: number[] = []
      const call: number[] = []
      // In turn, so that both have the same neighbours on this machine.
      for (let number = 0; number < perRound; number += 1) {
        hash.push(await timed(() => hasher.verify(stored, accountPassword)))
        await forgetLimits(stack)
        call.push((await signInAs(origin, accounts[number % parallel])).milliseconds)
      }
      if (round < 0) continue
      ratios.push(percentile(call, 0.95) / percentile(hash, 0.95))
      alone.hash.push(...hash)
      alone.call.push(...call)
    }
    const ratio = percentile(alone.call, 0.95) / percentile(alone.hash, 0.95)

    const idle = await askMe(origin, cookie, tries)
    const flood = startFlood(stack, origin, accounts)
    await askMe(origin, cookie, 20)
    const busy = await askMe(origin, cookie, tries)
    const signIns = await flood.stop()
    const [idle95, busy95] = [percentile(idle, 0.95), percentile(busy, 0.95)]

    return {
      rows: [
        row('argon2id alone', alone.hash),
        row('auth.signIn', alone.call),
        row('users.me, nobody signing in', idle),
        row(`users.me, ${parallel} signing in`, busy),
        row(`auth.signIn, ${parallel} at once`, signIns),
      ],
      findings: [
        {
          what: 'p95 of auth.signIn, in hashes',
          value: ratio,
          shown: `${ratio.toFixed(2)}, by round ${show(spreadOf(ratios), 2)}`,
          bar: { atMost: 1.5 },
        },
        {
          what: `p95 of users.me while ${parallel} sign in, ms`,
          value: busy95,
          shown: `${busy95.toFixed(1)}, ${(busy95 / idle95).toFixed(1)} times that of an idle server`,
          bar: { atMost: 100 },
        },
      ],
    }
  } finally {
    await stack.stop()
  }
}

function row(what: string, times: readonly number[]): Report['rows'][number] {
  const of = (share: number) => percentile(times, share).toFixed(1)
  return { what, calls: times.length, 'p50 ms': of(0.5), 'p95 ms': of(0.95), 'p99 ms': of(0.99) }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

async function signInAs(origin: string, account: Account | undefined) {
  const answer = await timedCall(origin, 'auth.signIn', { email: account?.email, password: accountPassword })
  if (answer.status !== 200) throw new Error(`a sign-in was answered ${answer.status} ${answer.body}`)
  return answer
}

async function cookieOf(origin: string, account: Account | undefined): Promise<string> {
  const response = await fetch(`${origin}/trpc/auth.signIn`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ email: account?.email, password: accountPassword }),
  })
  return response.headers
    .getSetCookie()
    .map((header) => header.split(';')[0])
    .join('; ')
}

async function askMe(origin: string, cookie: string, count: number): Promise<number[]> {
  const times: number[] = []
  for (let number = 0; number < count; number += 1) {
    times.push(
      await timed(async () => (await fetch(`${origin}/trpc/users.me`, { headers: { cookie } })).text()),
    )
  }
  return times
}

/** People who sign in again as soon as they have; `stop` answers how long each sign-in took. */
function startFlood(stack: BenchStack, origin: string, accounts: readonly Account[]) {
  const times: number[] = []
  let isOver = false
  const people = accounts.map(async (account) => {
    while (!isOver) times.push((await signInAs(origin, account)).milliseconds)
  })
  // Ten tries a quarter of an hour are a person's, and would end this flood at once.
  const limits = (async () => {
    while (!isOver) {
      await forgetLimits(stack)
      await setTimeout(1000)
    }
  })()
  return {
    async stop() {
      isOver = true
      await Promise.all([...people, limits])
      return times
    },
  }
}

async function forgetLimits({ database }: BenchStack): Promise<void> {
  await database.query('delete from rate_limits')
}
