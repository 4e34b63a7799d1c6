import { isIPv6 } from 'node:net'
import type { Caller } from '@kinkeep/core/accounts/access'
import { sessionCookieName } from '@kinkeep/core/platform/sessions'
import type { FastifyRequest } from 'fastify'
import type { Cookies } from '../trpc/context.ts'
import { browserCookieName, deviceCookieName, guestCookieName, shareCookieName } from './cookies.ts'

export const bearer = 'Bearer '

/** What a request says of its caller. The address is the socket's, or what trusted proxies report. */
export function callerOf(request: FastifyRequest, cookies: Pick<Cookies, 'setSession' | 'setGuest'>): Caller {
  // As `assertOwnOrigin` reads it: where no Origin was asked for, no cookie may count.
  const { authorization } = request.headers
  const program = authorization?.startsWith(bearer) ? authorization.slice(bearer.length) : undefined
  return {
    sessionToken: program ?? request.cookies[sessionCookieName],
    isProgram: program !== undefined,
    browserToken: request.cookies[browserCookieName],
    deviceToken: request.cookies[deviceCookieName],
    guestToken: request.cookies[guestCookieName],
    shareToken: request.cookies[shareCookieName],
    userAgent: request.headers['user-agent'],
    requestId: request.id,
    address: networkOf(request.ip),
    onProlonged: cookies.setSession,
    onGuestProlonged: cookies.setGuest,
  }
}

/** One household has a whole IPv6 /64, so limits count that and not the single address. RFC 6177. */
export function networkOf(ip: string): string {
  const mapped = ip.startsWith('::ffff:') ? ip.slice('::ffff:'.length) : ip
  if (!isIPv6(mapped)) return mapped
  const [head = '', tail = ''] = mapped.split('::')
  const groups = head.split(':').filter(Boolean)
  const last = tail.split(':').filter(Boolean)
  const zeros = Array<string>(Math.max(0, 8 - groups.length - last.length)).fill('0')
  return `${[...groups, ...zeros, ...last].slice(0, 4).join(':')}::/64`
}
