import * as contract from '@kinkeep/contracts/sessions'
import { createToken } from '@kinkeep/core/sessions/create-token'
import {
  listSessions,
  listTokens,
  readReauthenticationMethods,
  readSecurityOverview,
} from '@kinkeep/core/sessions/queries'
import { reauthenticateUser } from '@kinkeep/core/sessions/reauthenticate-user'
import { requestReauthentication } from '@kinkeep/core/sessions/request-reauthentication'
import { revokeOtherSessions } from '@kinkeep/core/sessions/revoke-other-sessions'
import { revokeSession } from '@kinkeep/core/sessions/revoke-session'
import { revokeToken } from '@kinkeep/core/sessions/revoke-token'
import { freshProcedure, router, userProcedure } from '../trpc/procedures.ts'

export const sessionsRouter = router({
  list: userProcedure
    .input(contract.listSessions.input)
    .output(contract.listSessions.output)
    .query(({ ctx, input }) => listSessions(ctx.deps, ctx.scope, input)),

  revoke: userProcedure
    .input(contract.revokeSession.input)
    .output(contract.revokeSession.output)
    .mutation(async ({ ctx, input }) => {
      await revokeSession(ctx.deps, ctx.scope, input)
      return { status: 'revoked' }
    }),

  revokeOthers: userProcedure
    .output(contract.revokeOtherSessions.output)
    .mutation(({ ctx }) => revokeOtherSessions(ctx.deps, ctx.scope)),
})

export const tokensRouter = router({
  list: userProcedure.output(contract.listTokens.output).query(({ ctx }) => listTokens(ctx.deps, ctx.scope)),

  create: freshProcedure
    .input(contract.createToken.input)
    .output(contract.createToken.output)
    .mutation(({ ctx, input }) => createToken(ctx.deps, ctx.scope, input)),

  revoke: userProcedure
    .input(contract.revokeToken.input)
    .output(contract.revokeToken.output)
    .mutation(async ({ ctx, input }) => {
      await revokeToken(ctx.deps, ctx.scope, input)
      return { status: 'revoked' }
    }),
})

/** Directly under `auth`. */
export const proofProcedures = {
  reauthenticate: userProcedure
    .input(contract.reauthenticate.input)
    .output(contract.reauthenticate.output)
    .mutation(async ({ ctx, input }) => {
      await reauthenticateUser(ctx.deps, ctx.scope, input)
      return { status: 'proven' }
    }),

  requestReauthentication: userProcedure
    .input(contract.requestReauthentication.input)
    .output(contract.requestReauthentication.output)
    .mutation(({ ctx, input }) => requestReauthentication(ctx.deps, ctx.scope, input)),

  reauthenticationMethods: userProcedure
    .output(contract.reauthenticationMethods.output)
    .query(({ ctx }) => readReauthenticationMethods(ctx.deps, ctx.scope)),

  security: userProcedure
    .output(contract.securityOverview.output)
    .query(({ ctx }) => readSecurityOverview(ctx.deps, ctx.scope)),
}
