import * as contract from '@kinkeep/contracts/phones'
import { requireFreshUser } from '@kinkeep/core/accounts/access'
import { linkPhone } from '@kinkeep/core/phones/link-phone'
import { readPhone } from '@kinkeep/core/phones/queries'
import { requestLinkCode } from '@kinkeep/core/phones/request-link-code'
import { requestSignInCode } from '@kinkeep/core/phones/request-sign-in-code'
import { resendLinkCode } from '@kinkeep/core/phones/resend-link-code'
import { resendSignInCode } from '@kinkeep/core/phones/resend-sign-in-code'
import { unlinkPhone } from '@kinkeep/core/phones/unlink-phone'
import { verifyPhoneCode } from '@kinkeep/core/phones/verify-phone-code'
import { answerSignIn } from '../trpc/answer-sign-in.ts'
import { authProcedure, freshProcedure, router, userProcedure } from '../trpc/procedures.ts'

export const phoneRouter = router({
  status: userProcedure
    .output(contract.phoneStatus.output)
    .query(({ ctx }) => readPhone(ctx.deps, ctx.scope)),

  request: authProcedure
    .input(contract.requestPhoneCode.input)
    .output(contract.requestPhoneCode.output)
    .mutation(async ({ ctx, input }) => {
      if (input.purpose === 'signIn') return requestSignInCode(ctx.deps, ctx.caller, input)
      const { scope } = await requireFreshUser(ctx.deps, ctx.caller)
      return requestLinkCode(ctx.deps, scope, input)
    }),

  resend: authProcedure
    .input(contract.resendPhoneCode.input)
    .output(contract.resendPhoneCode.output)
    .mutation(async ({ ctx, input }) => {
      if (input.purpose === 'signIn') return resendSignInCode(ctx.deps, ctx.caller, input)
      const { scope } = await requireFreshUser(ctx.deps, ctx.caller)
      return resendLinkCode(ctx.deps, scope, input)
    }),

  verify: authProcedure
    .input(contract.verifyPhoneCode.input)
    .output(contract.verifyPhoneCode.output)
    .mutation(async ({ ctx, input }) => {
      const outcome = await verifyPhoneCode(ctx.deps, ctx.caller, input)
      return answerSignIn(ctx.cookies, outcome)
    }),

  link: freshProcedure
    .input(contract.linkPhone.input)
    .output(contract.linkPhone.output)
    .mutation(({ ctx, input }) => linkPhone(ctx.deps, ctx.scope, input)),

  unlink: freshProcedure
    .output(contract.unlinkPhone.output)
    .mutation(({ ctx }) => unlinkPhone(ctx.deps, ctx.scope)),
})
