import type { CookieSerializeOptions } from '@fastify/cookie'
import { sessionCookieName, sessionSeconds } from '@kinkeep/core/platform/sessions'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Cookies } from '../trpc/context.ts'

const signUpCookieName = 'kinkeep_sign_up'
const signUpSeconds = 24 * 60 * 60

/**
 * The cookies of a response. Never readable by scripts, never sent along by other sites' forms or frames, and
 * only over TLS wherever Kinkeep is reached by TLS.
 */
export function cookiesOf(request: FastifyRequest, reply: FastifyReply, isSecure: boolean): Cookies {
  const common = {
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure,
    path: '/',
  } as const satisfies CookieSerializeOptions

  return {
    setSession({ token, remembered }) {
      const lasting = remembered ? { maxAge: sessionSeconds(true) } : {}
      reply.setCookie(sessionCookieName, token, { ...common, ...lasting })
      reply.clearCookie(signUpCookieName, common)
    },
    clearSession() {
      reply.clearCookie(sessionCookieName, common)
    },
    setSignUp(token) {
      reply.setCookie(signUpCookieName, token, { ...common, maxAge: signUpSeconds })
    },
    readSignUp: () => request.cookies[signUpCookieName],
  }
}
