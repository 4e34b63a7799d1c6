import { limits } from '@kinkeep/contracts/limits'
import { DomainError } from '@kinkeep/core/platform/errors'
import { getErrorShape, getTRPCErrorFromUnknown, TRPCError } from '@trpc/server'
import { fastifyRequestHandler } from '@trpc/server/adapters/fastify'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { AppRouter } from '../router.ts'
import type { Context } from './context.ts'
import { toTRPCError } from './errors.ts'
import { findProcedure } from './procedures-of.ts'

interface AdapterOptions {
  router: AppRouter
  createContext(request: FastifyRequest, reply: FastifyReply): Context
  /** Every error but the ordinary refusals. */
  onError(error: TRPCError, path: string, request: FastifyRequest): void
  /** Aborted when the server drains, so that open streams end. */
  draining: AbortSignal
  /** After which a stream has to be opened, and its session proven, again. */
  streamSeconds: number
}

type Params = { Params: { path: string }; Querystring: { input?: string; batch?: string } }

interface Call {
  path: string
  input: unknown
}

/**
 * tRPC over HTTP for queries and mutations, batched or not, straight on Fastify: the same requests and answers
 * as tRPC's own adapter, without building a web Request and Response for each. Subscriptions go through the
 * library. https://trpc.io/docs/rpc
 */
export function registerTrpc(app: FastifyInstance, options: AdapterOptions): void {
  const { router } = options

  app.get<Params>('/trpc/:path', (request, reply) => {
    const { path } = request.params
    if (findProcedure(router, path)?._def.type === 'subscription')
      return stream(options, request, reply, path)
    return answer(options, request, reply, 'query', () => parseJson(request.query.input))
  })
  app.post<Params>('/trpc/:path', (request, reply) =>
    answer(options, request, reply, 'mutation', () => request.body),
  )
}

async function answer(
  options: AdapterOptions,
  request: FastifyRequest<Params>,
  reply: FastifyReply,
  type: 'query' | 'mutation',
  readInput: () => unknown,
): Promise<FastifyReply> {
  const isBatch = request.query.batch === '1'
  const ctx = options.createContext(request, reply)
  let calls: Call[]
  try {
    calls = readCalls(request.params.path, isBatch, readInput())
  } catch (cause) {
    const failed = fail(options, request, ctx, { path: request.params.path, input: undefined }, type, cause)
    return send(reply, failed.status, isBatch ? [failed.body] : failed.body, failed.retryAfter)
  }
  const results = await Promise.all(calls.map((call) => run(options, request, ctx, call, type)))
  const status =
    new Set(results.map((result) => result.status)).size === 1 ? (results[0]?.status ?? 200) : 207
  const bodies = results.map((result) => result.body)
  const retryAfter = Math.max(0, ...results.map((result) => result.retryAfter ?? 0)) || undefined
  return send(reply, status, isBatch ? bodies : bodies[0], retryAfter)
}

function send(
  reply: FastifyReply,
  status: number,
  body: unknown,
  retryAfter: number | undefined,
): FastifyReply {
  if (retryAfter) reply.header('retry-after', retryAfter)
  reply
    .code(status)
    .header('content-type', 'application/json; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('vary', 'cookie')
    .compress(JSON.stringify(body))
  return reply
}

interface Result {
  status: number
  body: unknown
  retryAfter?: number | undefined
}

async function run(
  options: AdapterOptions,
  request: FastifyRequest,
  ctx: Context,
  call: Call,
  type: 'query' | 'mutation',
): Promise<Result> {
  try {
    const procedure = findProcedure(options.router, call.path)
    if (!procedure) throw toTRPCError(new DomainError('NOT_FOUND'))
    if (procedure._def.type !== type) throw new TRPCError({ code: 'METHOD_NOT_SUPPORTED' })
    const data: unknown = await procedure({
      path: call.path,
      getRawInput: async () => call.input,
      ctx,
      type,
      signal: undefined,
      batchIndex: 0,
    })
    return { status: 200, body: { result: { data } } }
  } catch (cause) {
    return fail(options, request, ctx, call, type, cause)
  }
}

function fail(
  options: AdapterOptions,
  request: FastifyRequest,
  ctx: Context,
  { path, input }: Call,
  type: 'query' | 'mutation',
  cause: unknown,
): Result {
  const error = getTRPCErrorFromUnknown(cause)
  options.onError(error, path, request)
  const config = options.router._def._config
  const shape = getErrorShape({ config, error, type, path, input, ctx })
  const { retryAfter } = shape.data
  const status = shape.data.reason === 'UNAVAILABLE' ? 503 : getHTTPStatusCodeFromError(error)
  return { status, body: { error: shape }, retryAfter }
}

function readCalls(path: string, isBatch: boolean, input: unknown): Call[] {
  if (!isBatch) return [{ path, input }]
  const paths = path.split(',')
  if (paths.length > limits.batchCalls) throw toTRPCError(new DomainError('TOO_MANY_CALLS'))
  if (input !== undefined && (typeof input !== 'object' || input === null)) {
    throw toTRPCError(new DomainError('INVALID_INPUT'))
  }
  const inputs = (input ?? {}) as Record<string, unknown>
  return paths.map((path, index) => ({ path, input: inputs[index] }))
}

function parseJson(text: string | undefined): unknown {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    throw toTRPCError(new DomainError('INVALID_INPUT'))
  }
}

async function stream(
  { router, createContext, onError, draining, streamSeconds }: AdapterOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  path: string,
): Promise<void> {
  // A browser takes a stream that ends politely for finished; a broken one it opens again, elsewhere.
  const breakOff = () => reply.raw.destroy()
  draining.addEventListener('abort', breakOff, { once: true })
  // A session that ended meanwhile, here or on another device, opens none; nor does a reader who stopped reading.
  const timer = setTimeout(breakOff, streamSeconds * 1000)
  reply.raw.once('close', () => {
    clearTimeout(timer)
    draining.removeEventListener('abort', breakOff)
  })
  await fastifyRequestHandler({
    router,
    req: request,
    res: reply,
    path,
    createContext: () => createContext(request, reply),
    onError: ({ error }) => onError(error, path, request),
  })
}
