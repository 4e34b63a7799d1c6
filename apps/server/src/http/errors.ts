import { DomainError } from '@kinkeep/core/platform/errors'
import { TRPCError } from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isUnavailable, toErrorData, toTRPCError } from '../trpc/errors.ts'

/** Fastify's own refusals, before any route ran. */
const codesOfStatus: Record<number, TRPCError['code']> = {
  400: 'BAD_REQUEST',
  404: 'NOT_FOUND',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
}

/** What fails outside a procedure answers in the same shape as what fails inside one. */
export function answerError(thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const error = toError(thrown)
  const data = toErrorData(error, request.id)
  const status = isUnavailable(error) ? 503 : getHTTPStatusCodeFromError(error)
  if (status >= 500) request.log.error({ err: thrown, requestId: request.id }, 'a request failed')
  if (data.retryAfter) reply.header('retry-after', data.retryAfter)
  const shape = {
    message: data.reason,
    code: -32_600,
    data: { code: error.code, httpStatus: status, ...data },
  }
  const isBatch = (request.query as { batch?: string } | undefined)?.batch === '1'
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .header('content-type', 'application/json; charset=utf-8')
    .send(JSON.stringify(isBatch ? [{ error: shape }] : { error: shape }))
}

function toError(thrown: unknown): TRPCError {
  if (thrown instanceof DomainError) return toTRPCError(thrown)
  const status = thrown instanceof Error && 'statusCode' in thrown ? Number(thrown.statusCode) : 500
  return new TRPCError({ code: codesOfStatus[status] ?? 'INTERNAL_SERVER_ERROR', cause: thrown })
}
