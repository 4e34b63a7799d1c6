import {
  type FlowProblem,
  type FlowPurpose,
  flowPurposes,
  identityProviders,
} from '@kinkeep/contracts/identity-providers'
import { limits } from '@kinkeep/contracts/limits'
import type { BrowserCaller } from '@kinkeep/core/accounts/access'
import { beginJourney } from '@kinkeep/core/identities/begin-journey'
import { endJourney } from '@kinkeep/core/identities/end-journey'
import type { Deps } from '@kinkeep/core/platform/deps'
import { DomainError, notFound } from '@kinkeep/core/platform/errors'
import { ProviderError } from '@kinkeep/core/platform/identity-providers/identity-provider'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { callerOf } from './caller.ts'
import { cookiesOf } from './cookies.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Takes a form from a foreign page, because it reads no cookie and changes nothing. */
    answersForeignForms?: boolean
  }
}

const params = z.object({ provider: z.enum(identityProviders) })
const wanted = z.object({
  purpose: z.enum(flowPurposes).default('sign_in'),
  remember: z.enum(['0', '1']).default('1'),
  redirect: z.string().optional(),
})
const appleUser = z.object({
  name: z.object({ firstName: z.string().optional(), lastName: z.string().optional() }).optional(),
})

/** What a provider may bring back. Anything else in the address is not looked at. */
const answerNames = ['code', 'state', 'iss', 'error', 'device_id', 'name'] as const
const answerLength = 4000
const formLimit = 64 * 1024

/**
 * Signing in with a provider: there and back. These are pages that browsers navigate to, so whatever happens they
 * answer with a page of ours: `/provider-return`, or the one the person came from with a closed reason. Nothing is signed in or
 * linked by a navigation.
 */
export function registerIdentities(app: FastifyInstance, deps: Deps): void {
  app.get('/auth/:provider', async (request, reply) => {
    const { provider } = read(params, request.params)
    const { purpose, remember, redirect } = read(wanted, request.query)
    try {
      const caller = browserOf(request, reply, deps)
      const choice = { provider, purpose, remember: remember === '1', returnPath: redirect }
      return go(reply, (await beginJourney(deps, caller, choice)).href)
    } catch (error) {
      return go(reply, problemPage(deps, request, purpose, error))
    }
  })

  app.get('/auth/:provider/callback', async (request, reply) => {
    const { provider } = read(params, request.params)
    try {
      const caller = callerOf(request, cookiesOf(request, reply, deps))
      const answer = toAnswer(request.query)
      const { purpose, returnPath, result } = await endJourney(deps, caller, { provider, answer })
      if ('failure' in result) return go(reply, problemPage(deps, request, purpose, result.failure))
      const query = new URLSearchParams({ flow: result.flowId, purpose })
      if (returnPath) query.set('redirect', returnPath)
      return go(reply, `${deps.publicUrl}/provider-return?${query.toString()}`)
    } catch (error) {
      return go(reply, problemPage(deps, request, 'sign_in', error))
    }
  })

  app.register(async (forms) => {
    forms.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: formLimit },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    )
    // A form from another site brings no Lax cookie along. The navigation that follows does.
    forms.post(
      '/auth/:provider/callback',
      { config: { answersForeignForms: true } },
      async (request, reply) => {
        const { provider } = read(params, request.params)
        if (!deps.identityProviders.get(provider)?.answersByForm) throw notFound()
        const answer = toAnswer(request.body)
        answer.delete('name')
        const name = nameOf(request.body)
        if (name) answer.set('name', name)
        return go(reply, `${deps.publicUrl}/auth/${provider}/callback?${answer.toString()}`)
      },
    )
  })
}

function read<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw notFound()
  return parsed.data
}

function browserOf(request: FastifyRequest, reply: FastifyReply, deps: Deps): BrowserCaller {
  const cookies = cookiesOf(request, reply, deps)
  return { ...callerOf(request, cookies), browserToken: cookies.browser() }
}

function go(reply: FastifyReply, url: string): FastifyReply {
  return reply.header('cache-control', 'no-store').redirect(url, 303)
}

/** The known parts of what came, each of them once: of two states neither counts. */
function toAnswer(from: unknown): URLSearchParams {
  const given = from as Record<string, unknown> | undefined
  const answer = new URLSearchParams()
  for (const name of answerNames) {
    const value = given?.[name]
    if (typeof value === 'string' && value.length <= answerLength) answer.set(name, value)
  }
  return answer
}

/** Apple says somebody's name in the form and only the first time: words to start with, never to rely on. */
function nameOf(body: unknown): string | undefined {
  const user = (body as { user?: unknown } | undefined)?.user
  if (typeof user !== 'string' || user.length > answerLength) return undefined
  try {
    const { name } = appleUser.parse(JSON.parse(user))
    const whole = [name?.firstName, name?.lastName].filter(Boolean).join(' ')
    return whole.slice(0, limits.nameLength) || undefined
  } catch {
    return undefined
  }
}

function problemPage(
  { publicUrl, log }: Pick<Deps, 'publicUrl' | 'log'>,
  request: FastifyRequest,
  purpose: FlowPurpose,
  error: unknown,
): string {
  if (error instanceof DomainError && error.reason === 'NOT_FOUND') throw error
  const problem = problemOf(error)
  if (problem === 'unavailable' || problem === 'refused') {
    // The library's errors carry codes and tokens along: only its own words are written down.
    const { message, code } = (error as ProviderError).cause as { message?: string; code?: string }
    log.warn({ problem, message, code, requestId: request.id }, 'a journey to a provider failed')
  }
  const page = purpose === 'sign_in' ? 'sign-in' : 'settings/security'
  return `${publicUrl}/${page}?problem=${problem}`
}

function problemOf(error: unknown): FlowProblem {
  if (error === 'signedOut') return error
  if (error instanceof ProviderError) return error.problem
  if (!(error instanceof DomainError)) throw error
  if (error.reason === 'NOT_SIGNED_IN') return 'signedOut'
  if (error.reason === 'CHALLENGE_EXPIRED') return 'expired'
  if (error.reason === 'TOO_MANY_REQUESTS') return 'tooMany'
  throw error
}
