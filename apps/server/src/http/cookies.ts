import type { CookieSerializeOptions } from '@fastify/cookie'
import { limits } from '@kinkeep/contracts/limits'
import type { Deps } from '@kinkeep/core/platform/deps'
import { sessionCookieName, sessionSeconds } from '@kinkeep/core/platform/sessions'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Cookies } from '../trpc/context.ts'

export const browserCookieName = 'kinkeep_browser'
export const deviceCookieName = 'kinkeep_device'
export const guestCookieName = 'kinkeep_guest'
export const shareCookieName = 'kinkeep_share'
/** As long as what it is bound to may wait: a sign-up for its confirmation. */
const browserSeconds = limits.confirmationHours * 60 * 60
const guestSeconds = limits.guestSessionDays * 24 * 60 * 60
const shareSeconds = limits.shareSessionDays * 24 * 60 * 60
const deviceSeconds = limits.trustedDeviceDays * 24 * 60 * 60

/**
 * The cookies of a response. Never readable by scripts, never sent along by other sites' forms or frames, and
 * only over TLS wherever Kinkeep is reached by TLS.
 */
export function cookiesOf(
  request: FastifyRequest,
  reply: FastifyReply,
  { publicUrl, random }: Pick<Deps, 'publicUrl' | 'random'>,
): Cookies {
  const common = {
    httpOnly: true,
    sameSite: 'lax',
    secure: publicUrl.startsWith('https:'),
    path: '/',
  } as const satisfies CookieSerializeOptions

  let browser: string | undefined

  return {
    setSession({ token, remembered }) {
      const lasting = remembered ? { maxAge: sessionSeconds(true) } : {}
      reply.setCookie(sessionCookieName, token, { ...common, ...lasting })
    },
    clearSession() {
      reply.clearCookie(sessionCookieName, common)
    },
    browser() {
      browser ??= request.cookies[browserCookieName] ?? random.token()
      reply.setCookie(browserCookieName, browser, { ...common, maxAge: browserSeconds })
      return browser
    },
    setDevice(token) {
      reply.setCookie(deviceCookieName, token, { ...common, maxAge: deviceSeconds })
    },
    setGuest(token) {
      reply.setCookie(guestCookieName, token, { ...common, maxAge: guestSeconds })
    },
    setShare(token) {
      reply.setCookie(shareCookieName, token, { ...common, maxAge: shareSeconds })
    },
    clearDevice() {
      reply.clearCookie(deviceCookieName, common)
    },
  }
}
