import type { CirclePermission, GuestPermission, OperatorRole } from '@kinkeep/contracts/roles'
import { tokenScopeOf } from '@kinkeep/contracts/token-scopes'
import { id } from '@kinkeep/contracts/values'
import { type BrowserCaller, requireFreshUser, requireUser } from '@kinkeep/core/accounts/access'
import { requireCircle, requireFreshCircle } from '@kinkeep/core/circles/access'
import { requireReader } from '@kinkeep/core/guest-links/access'
import { requireFreshOperator, requireOperator } from '@kinkeep/core/operators/access'
import { DomainError } from '@kinkeep/core/platform/errors'
import { requireShare } from '@kinkeep/core/share-links/access'
import { initTRPC } from '@trpc/server'
import { z } from 'zod'
import type { Context } from './context.ts'
import { toErrorData, toTRPCError } from './errors.ts'

/** Who may call a procedure; the table test tries everybody else. */
export interface Meta {
  access: 'public' | 'auth' | 'shared' | 'user' | 'fresh' | OperatorRole | CirclePermission
}

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    // Never a stack in an answer, however the process was started.
    isDev: false,
    errorFormatter({ shape, error, ctx }) {
      const data = toErrorData(error, ctx?.caller.requestId ?? '')
      const { code, httpStatus } = shape.data
      return { code: shape.code, message: data.reason, data: { code, httpStatus, ...data } }
    },
    sse: {
      ping: { enabled: true, intervalMs: 15_000 },
      client: { reconnectAfterInactivityMs: 40_000 },
    },
  })

export const { router } = t
export const { createCallerFactory } = t

const base = t.procedure.use(async ({ ctx, path, type, next }) => {
  const tokenScope = tokenScopeOf(path, type)
  // Whatever its token: signing in and out, and all that proves a person, is no program's business.
  if (ctx.caller.isProgram && !tokenScope) throw toTRPCError(new DomainError('TOKEN_SCOPE_TOO_LOW'))
  const result = await next({ ctx: { caller: { ...ctx.caller, tokenScope } } })
  if (!result.ok && result.error.cause instanceof DomainError) throw toTRPCError(result.error.cause)
  return result
})

/** Strangers' calls that cost little, a minute and address. */
const strangerLimit = { count: 300, seconds: 60 }

/** For anybody: what needs no proof, or brings its own, like a link's token. */
export const publicProcedure = base.meta({ access: 'public' }).use(({ ctx, next }) => {
  ctx.deps.limits.takeLoosely(`address:${ctx.caller.address}`, strangerLimit)
  return next()
})

/** For anybody, but seldom: what could be used to guess or to flood. */
export const authProcedure = base.meta({ access: 'auth' }).use(async ({ ctx, next }) => {
  await ctx.deps.limits.take({ key: `auth:${ctx.caller.address}`, limit: ctx.limits.auth })
  const caller: BrowserCaller = { ...ctx.caller, browserToken: ctx.cookies.browser() }
  return next({ ctx: { caller } })
})

/** For a browser that came in by the share link in the input: proof in `ctx.scope`. To everybody else nothing is there. */
export const sharedProcedure = base
  .meta({ access: 'shared' })
  .input(z.object({ linkId: id }))
  .use(async ({ ctx, input, next }) => {
    ctx.deps.limits.takeLoosely(`address:${ctx.caller.address}`, strangerLimit)
    const { scope } = await requireShare(ctx.deps, ctx.caller, input.linkId)
    return next({ ctx: { scope } })
  })

/** For whoever is signed in: puts the proof into `ctx.scope`. */
export const userProcedure = base.meta({ access: 'user' }).use(async ({ ctx, next }) => {
  const { scope } = await requireUser(ctx.deps, ctx.caller)
  ctx.deps.limits.takeLoosely(`user:${scope.userId}`, ctx.limits.calls)
  return next({ ctx: { scope } })
})

/** For whoever signed in, or proved again who they are, within the last minutes. What cannot be taken back, and what opens doors. */
export const freshProcedure = base.meta({ access: 'fresh' }).use(async ({ ctx, next }) => {
  const { scope } = await requireFreshUser(ctx.deps, ctx.caller)
  ctx.deps.limits.takeLoosely(`user:${scope.userId}`, ctx.limits.calls)
  return next({ ctx: { scope } })
})

/** For members of the circle in the input whose role carries the permission: proof in `ctx.scope`. */
export function circleProcedure<Permission extends CirclePermission>(permission: Permission) {
  return base
    .meta({ access: permission })
    .input(z.object({ circleId: id }))
    .use(async ({ ctx, input, next }) => {
      const { scope } = await requireCircle(ctx.deps, ctx.caller, input.circleId, permission)
      // Uploads have limits of their own: 200 photos are an ordinary act.
      if (permission !== 'media.upload') ctx.deps.limits.takeLoosely(`user:${scope.userId}`, ctx.limits.calls)
      return next({ ctx: { scope } })
    })
}

/** The same, and for guests by link where the permission is theirs as well. */
export function readerProcedure<Permission extends GuestPermission>(permission: Permission) {
  return base
    .meta({ access: permission })
    .input(z.object({ circleId: id }))
    .use(async ({ ctx, input, next }) => {
      const { scope } = await requireReader(ctx.deps, ctx.caller, input.circleId, permission)
      const who = scope.userId === null ? `guest:${scope.guestLinkId}` : `user:${scope.userId}`
      ctx.deps.limits.takeLoosely(who, ctx.limits.calls)
      return next({ ctx: { scope } })
    })
}

/** The same for what changes whose circle it is, or ends it: also the person must be fresh. */
export function freshCircleProcedure<Permission extends CirclePermission>(permission: Permission) {
  return base
    .meta({ access: permission })
    .input(z.object({ circleId: id }))
    .use(async ({ ctx, input, next }) => {
      const { scope } = await requireFreshCircle(ctx.deps, ctx.caller, input.circleId, permission)
      ctx.deps.limits.takeLoosely(`user:${scope.userId}`, ctx.limits.calls)
      return next({ ctx: { scope } })
    })
}

/** For whoever operates this Kinkeep; to everybody else as if it did not exist. */
export function operatorProcedure<Role extends OperatorRole>(role: Role) {
  return base.meta({ access: role }).use(async ({ ctx, next }) => {
    const { scope } = await requireOperator(ctx.deps, ctx.caller, role)
    ctx.deps.limits.takeLoosely(`user:${scope.userId}`, ctx.limits.calls)
    return next({ ctx: { scope } })
  })
}

/** The same for what changes somebody's account: also the operator must be fresh. */
export function freshOperatorProcedure<Role extends OperatorRole>(role: Role) {
  return base.meta({ access: role }).use(async ({ ctx, next }) => {
    const { scope } = await requireFreshOperator(ctx.deps, ctx.caller, role)
    ctx.deps.limits.takeLoosely(`user:${scope.userId}`, ctx.limits.calls)
    return next({ ctx: { scope } })
  })
}
