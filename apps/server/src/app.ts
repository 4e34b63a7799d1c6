import fastifyCookie from '@fastify/cookie'
import type { Deps } from '@kinkeep/core/platform/deps'
import { DomainError, notFound } from '@kinkeep/core/platform/errors'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { registerAvatars } from './http/avatars.ts'
import { registerCalendars } from './http/calendars.ts'
import { callerOf } from './http/caller.ts'
import { cookiesOf } from './http/cookies.ts'
import { registerDownloads } from './http/downloads.ts'
import { answerError } from './http/errors.ts'
import { registerHealth } from './http/health.ts'
import { registerIdentities } from './http/identities.ts'
import { registerMedia } from './http/media.ts'
import { registerProcedures } from './http/procedures.ts'
import { assertOwnOrigin, registerSecurity } from './http/security.ts'
import { readShareHead } from './http/share-head.ts'
import { registerShares } from './http/shares.ts'
import { registerCompression, registerWeb } from './http/web.ts'
import { appRouter } from './router.ts'
import type { CallLimits } from './trpc/context.ts'
import { isUnavailable } from './trpc/errors.ts'
import { registerTrpc } from './trpc/http-adapter.ts'

export interface AppOptions {
  /** Folder of the built web, if this server has it. */
  webRoot?: string | undefined
  /** Origin from which browsers read photos and to which they send them. */
  storeOrigin: string
  trustedProxies?: string[] | undefined
  limits: CallLimits
  /** How long one stream lasts at most: so long does an ended session still hear that something happened. */
  streamSeconds?: number | undefined
}

/** Bytes of one request's JSON: fifty files' names, or a long note in Cyrillic, with room to spare. */
const bodyLimit = 256 * 1024

/** Fastify with every route, listening nowhere. `close` ends open streams first. */
export async function buildApp(deps: Deps, options: AppOptions): Promise<FastifyInstance> {
  const { publicUrl } = deps
  const origin = new URL(publicUrl).origin
  const drain = new AbortController()
  const loggerInstance: FastifyBaseLogger = deps.log
  const app = Fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => deps.random.id(),
    trustProxy: options.trustedProxies ?? false,
    bodyLimit,
    routerOptions: { maxParamLength: 5000 },
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
  })

  registerSecurity(app, { publicUrl, storeOrigin: options.storeOrigin })
  await registerCompression(app)
  await app.register(fastifyCookie)
  app.addHook('onRequest', (request, _reply, done) => {
    if (!request.routeOptions.config?.answersForeignForms) assertOwnOrigin(request, origin)
    done()
  })
  app.addHook('preClose', async () => drain.abort())
  app.setErrorHandler(answerError)

  registerHealth(app, deps, drain.signal)
  registerMedia(app, deps)
  registerShares(app, deps)
  registerAvatars(app, deps)
  registerIdentities(app, deps)
  registerDownloads(app, deps)
  registerCalendars(app, deps)
  registerProcedures(app, appRouter)
  registerTrpc(app, {
    router: appRouter,
    draining: drain.signal,
    streamSeconds: options.streamSeconds ?? 15 * 60,
    createContext(request, reply) {
      const cookies = cookiesOf(request, reply, deps)
      return { deps, limits: options.limits, caller: callerOf(request, cookies), cookies }
    },
    onError(error, path, request) {
      if (error.cause instanceof DomainError || error.code !== 'INTERNAL_SERVER_ERROR') return
      const level = isUnavailable(error) ? 'warn' : 'error'
      request.log[level]({ err: error.cause ?? error, path, requestId: request.id }, 'a call failed')
    },
  })
  if (options.webRoot) await registerWeb(app, options.webRoot, (token) => readShareHead(deps, token))
  else
    app.setNotFoundHandler(() => {
      throw notFound()
    })
  return app
}
