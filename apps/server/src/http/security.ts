import helmet from '@fastify/helmet'
import { DomainError } from '@kinkeep/core/platform/errors'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** Headers that keep a page from being framed, sniffed, or made to run what we did not write. */
export async function registerSecurity(
  app: FastifyInstance,
  { publicUrl, storeOrigin }: { publicUrl: string; storeOrigin: string },
): Promise<void> {
  const isSecure = publicUrl.startsWith('https:')
  await app.register(helmet, {
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
  app.addHook('onSend', async (_request, reply) => {
    reply.header('permissions-policy', 'camera=(), microphone=(), geolocation=(), browsing-topics=()')
  })
}

/** A mutation must come from our own page: browsers always say where a POST comes from. */
export function assertOwnOrigin(request: FastifyRequest, origin: string): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  if (request.headers.origin !== origin) throw new DomainError('NOT_ALLOWED_ORIGIN')
}
