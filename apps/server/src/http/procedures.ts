import { createHash } from 'node:crypto'
import { tokenScopeOf } from '@kinkeep/contracts/token-scopes'
import type { AnyRouter } from '@trpc/server'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Meta } from '../trpc/procedures.ts'
import { proceduresOf } from '../trpc/procedures-of.ts'

/** One procedure that a program may call, as `/docs/procedures.json` tells of it. */
interface ProcedureFacts {
  /** As in `keeps.list`. */
  path: string
  type: 'query' | 'mutation'
  /** What a personal access token needs. */
  scope: string
  access: Meta['access'] | undefined
  /** JSON Schema; null of one that takes nothing. */
  input: object | null
}

/**
 * `GET /docs/procedures.json`: every procedure that a program may call, with its input. Made from the router itself, once,
 * so that a command line that reads it is never behind. It says what the code says, and nothing of anybody.
 */
export function registerProcedures(app: FastifyInstance, router: AnyRouter): void {
  const body = JSON.stringify({ procedures: factsOf(router) })
  const etag = `"${createHash('sha256').update(body).digest('base64url')}"`
  app.get('/docs/procedures.json', async (request, reply) => {
    reply.header('cache-control', 'public, max-age=60').header('etag', etag)
    if (request.headers['if-none-match'] === etag) return reply.code(304).send()
    return reply.type('application/json').send(body)
  })
}

function factsOf(router: AnyRouter): ProcedureFacts[] {
  return proceduresOf(router).flatMap(([path, { _def: definition }]) => {
    const { type, meta } = definition
    if (type !== 'query' && type !== 'mutation') return []
    const scope = tokenScopeOf(path, type)
    if (!scope) return []
    const schema = inputOf(definition)
    return {
      path,
      type,
      scope,
      access: isMeta(meta) ? meta.access : undefined,
      input:
        schema instanceof z.ZodType ? z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) : null,
    }
  })
}

/**
 * The contract of a procedure's input. tRPC's types leave out the inputs, which are there: a builder reads the circle
 * of one, and the contract, which comes last, has all of it.
 */
function inputOf(definition: object): unknown {
  return 'inputs' in definition && Array.isArray(definition.inputs) ? definition.inputs.at(-1) : undefined
}

function isMeta(meta: unknown): meta is Meta {
  return typeof meta === 'object' && meta !== null && 'access' in meta
}
