import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { DomainError } from '@kinkeep/core/platform/errors'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import helmet, { type HelmetOptions } from 'helmet'
import { bearer } from './caller.ts'

/** Headers that keep a page from being framed, sniffed, or made to run what we did not write. */
export function registerSecurity(
  app: FastifyInstance,
  { publicUrl, storeOrigin }: { publicUrl: string; storeOrigin: string },
): void {
  const isSecure = publicUrl.startsWith('https:')
  const headers = headersOf({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:', storeOrigin],
        mediaSrc: ["'self'", 'blob:', storeOrigin],
        connectSrc: ["'self'", storeOrigin],
        fontSrc: ["'self'"],
        manifestSrc: ["'self'"],
        workerSrc: ["'self'", 'blob:'],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...(isSecure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: { maxAge: 63_072_000, includeSubDomains: true },
    xFrameOptions: { action: 'deny' },
  })
  headers['permissions-policy'] = 'camera=(), microphone=(), geolocation=(), browsing-topics=()'
  // A family's home is nobody's search result, and links that passed from hand to hand least of all.
  headers['x-robots-tag'] = 'noindex, nofollow'
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers)
    done()
  })
}

/** What helmet sets, asked once: our headers are the same on every response, and setting them anew costs 5 % of a call. */
function headersOf(options: HelmetOptions): Record<string, string> {
  const response = new ServerResponse(new IncomingMessage(new Socket()))
  helmet(options)(response.req, response, () => undefined)
  return Object.fromEntries(
    Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]),
  )
}

/**
 * A mutation must come from our own page: browsers always say where a POST comes from. A program's token is not
 * something that a browser sends by itself, and with one no cookie is looked at.
 */
export function assertOwnOrigin(request: FastifyRequest, origin: string): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  if (request.headers.authorization?.startsWith(bearer)) return
  if (request.headers.origin !== origin) throw new DomainError('NOT_ALLOWED_ORIGIN')
}
