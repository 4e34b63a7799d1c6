import { startBenchStack } from './bench-stack.ts'
import { accountPassword, fillAccounts, phoneAt } from './fill-accounts.ts'
import type { Finding, Report } from './report.ts'
import type { Sizes } from './sizes.ts'
import { kolmogorovSmirnov, mannWhitney, percentile } from './statistics.ts'
import { timedCall } from './timed-call.ts'

/** Somebody who has an account, or nobody, in the same words. */
interface Asked {
  email: string
  phone: string
}

const procedures: Record<string, (asked: Asked) => { path: string; input: unknown }> = {
  'sign-in': ({ email }) => ({ path: 'auth.signIn', input: { email, password: 'some other password' } }),
  'sign-up': ({ email }) => ({
    path: 'auth.signUp',
    input: { email, password: accountPassword, name: 'Anna', language: 'en', timeZone: 'UTC' },
  }),
  'password reset': ({ email }) => ({ path: 'auth.requestPasswordReset', input: { email } }),
  'magic link': ({ email }) => ({ path: 'auth.requestMagicLink', input: { email } }),
  'phone code': ({ phone }) => ({ path: 'auth.phone.request', input: { phone, purpose: 'signIn' } }),
}

/** Calls that are not counted, so that everything is compiled and connected. */
const warmUp = 20

/**
 * Whether the time of an answer tells who has an account: each procedure for people who have one and people who have
 * none, in turn, compared by Mann-Whitney and Kolmogorov-Smirnov. Five procedures are judged, so 0.01 for each keeps
 * the chance of a false alarm at 5 %.
 */
export async function enumeration({ tries }: Sizes): Promise<Report> {
  const stack = await startBenchStack()
  try {
    const accounts = await fillAccounts(stack, tries + warmUp)
    await stack.database.query('vacuum analyze')
    const { origin } = await stack.startServer()
    const rows: Report['rows'] = []
    const findings: Finding[] = []
    const details: Record<string, { known: number[]; unknown: number[] }> = {}

    for (const [name, toCall] of Object.entries(procedures)) {
      const known: number[] = []
      const unknown: number[] = []
      for (const [place, account] of accounts.entries()) {
        const stranger = { email: `nobody-${place}@example.org`, phone: phoneAt(500_000 + place) }
        const pair = [
          { asked: account as Asked, times: known },
          { asked: stranger, times: unknown },
        ]
        // Whoever comes second finds the caches warm: each is second as often as first.
        for (const { asked, times } of place % 2 === 0 ? pair : pair.toReversed()) {
          await stack.database.query('delete from rate_limits')
          const { path, input } = toCall(asked)
          const { status, body, milliseconds } = await timedCall(origin, path, input)
          if (status !== 200 && !body.includes('CREDENTIALS_WRONG'))
            throw new Error(`${path}: ${status} ${body}`)
          if (place >= warmUp) times.push(milliseconds)
        }
      }
      details[name] = { known, unknown }
      const { p, greater } = mannWhitney(known, unknown)
      const smirnov = kolmogorovSmirnov(known, unknown)
      const [there, nowhere] = [percentile(known, 0.5), percentile(unknown, 0.5)]
      rows.push({
        procedure: name,
        tries: known.length,
        'known, median ms': there.toFixed(2),
        'unknown, median ms': nowhere.toFixed(2),
        'known is slower': `${(greater * 100).toFixed(1)} %`,
        'p, Mann-Whitney': p.toFixed(3),
        'p, Kolmogorov-Smirnov': smirnov.toFixed(3),
      })
      findings.push({
        what: `${name}, the smaller p`,
        value: Math.min(p, smirnov),
        shown: Math.min(p, smirnov).toFixed(3),
        bar: { atLeast: 0.01 },
      })
    }
    return { rows, findings, details }
  } finally {
    await stack.stop()
  }
}
