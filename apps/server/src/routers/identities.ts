import * as contract from '@kinkeep/contracts/identities'
import { requireFlow } from '@kinkeep/core/identities/access'
import { beginMerge } from '@kinkeep/core/identities/begin-merge'
import { linkIdentity } from '@kinkeep/core/identities/link-identity'
import { mergeAccounts } from '@kinkeep/core/identities/merge-accounts'
import {
  listIdentities,
  listProviders,
  previewMerge,
  readPendingLink,
} from '@kinkeep/core/identities/queries'
import { reauthenticateByProvider } from '@kinkeep/core/identities/reauthenticate-by-provider'
import { signInByProvider } from '@kinkeep/core/identities/sign-in-by-provider'
import { signUpByProvider } from '@kinkeep/core/identities/sign-up-by-provider'
import { unlinkIdentity } from '@kinkeep/core/identities/unlink-identity'
import { answerSignIn } from '../trpc/answer-sign-in.ts'
import { authProcedure, freshProcedure, publicProcedure, router, userProcedure } from '../trpc/procedures.ts'

export const identitiesRouter = router({
  providers: publicProcedure.output(contract.providers.output).query(({ ctx }) => listProviders(ctx.deps)),

  signIn: authProcedure
    .input(contract.signInByProvider.input)
    .output(contract.signInByProvider.output)
    .mutation(async ({ ctx, input }) => {
      const flow = await requireFlow(ctx.deps, ctx.caller, { ...input, purpose: 'sign_in' })
      const outcome = await signInByProvider(ctx.deps, ctx.caller, flow)
      if (outcome.status === 'accountExists' || outcome.status === 'signUpWanted') return outcome
      return answerSignIn(ctx.cookies, outcome)
    }),

  signUp: authProcedure
    .input(contract.signUpByProvider.input)
    .output(contract.signUpByProvider.output)
    .mutation(async ({ ctx, input }) => {
      const { flowId } = input
      const flow = await requireFlow(ctx.deps, ctx.caller, { flowId, purpose: 'sign_in' })
      const result = await signUpByProvider(ctx.deps, ctx.caller, flow, input)
      if (result.status !== 'signedIn') return result
      ctx.cookies.setSession(result.session)
      return { status: 'signedIn' }
    }),

  list: userProcedure
    .output(contract.listIdentities.output)
    .query(({ ctx }) => listIdentities(ctx.deps, ctx.scope)),

  pendingLink: userProcedure
    .input(contract.pendingLink.input)
    .output(contract.pendingLink.output)
    .query(async ({ ctx, input }) => {
      const flow = await requireFlow(ctx.deps, ctx.caller, { ...input, purpose: 'link' })
      return readPendingLink(ctx.scope, flow)
    }),

  link: freshProcedure
    .input(contract.linkIdentity.input)
    .output(contract.linkIdentity.output)
    .mutation(async ({ ctx, input }) => {
      const flow = await requireFlow(ctx.deps, ctx.caller, { ...input, purpose: 'link' })
      return linkIdentity(ctx.deps, ctx.scope, flow)
    }),

  unlink: freshProcedure
    .input(contract.unlinkIdentity.input)
    .output(contract.unlinkIdentity.output)
    .mutation(async ({ ctx, input }) => {
      await unlinkIdentity(ctx.deps, ctx.scope, input)
      return { status: 'unlinked' }
    }),

  reauthenticate: userProcedure
    .input(contract.reauthenticateByProvider.input)
    .output(contract.reauthenticateByProvider.output)
    .mutation(async ({ ctx, input }) => {
      const flow = await requireFlow(ctx.deps, ctx.caller, { ...input, purpose: 'reauthenticate' })
      await reauthenticateByProvider(ctx.deps, ctx.scope, flow)
      return { status: 'proven' }
    }),

  beginMerge: freshProcedure.output(contract.beginMerge.output).mutation(async ({ ctx }) => {
    await beginMerge(ctx.deps, ctx.scope, { browserToken: ctx.cookies.browser() })
    ctx.cookies.clearSession()
    return { status: 'begun' }
  }),

  previewMerge: userProcedure
    .output(contract.previewMerge.output)
    .query(({ ctx }) => previewMerge(ctx.deps, ctx.scope, ctx.caller)),

  merge: freshProcedure.output(contract.mergeAccounts.output).mutation(async ({ ctx }) => {
    await mergeAccounts(ctx.deps, ctx.scope, ctx.caller)
    ctx.cookies.clearSession()
    return { status: 'merged' }
  }),
})
