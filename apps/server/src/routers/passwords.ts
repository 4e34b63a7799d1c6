import * as contract from '@kinkeep/contracts/passwords'
import { changePassword } from '@kinkeep/core/accounts/change-password'
import { confirmEmailChange } from '@kinkeep/core/accounts/confirm-email-change'
import { confirmMagicLink } from '@kinkeep/core/accounts/confirm-magic-link'
import { confirmPasswordReset } from '@kinkeep/core/accounts/confirm-password-reset'
import { requestEmailChange } from '@kinkeep/core/accounts/request-email-change'
import { requestMagicLink } from '@kinkeep/core/accounts/request-magic-link'
import { requestPasswordReset } from '@kinkeep/core/accounts/request-password-reset'
import { answerSignIn } from '../trpc/answer-sign-in.ts'
import { authProcedure, freshProcedure, userProcedure } from '../trpc/procedures.ts'

/** Directly under `auth`. */
export const passwordProcedures = {
  changePassword: userProcedure
    .input(contract.changePassword.input)
    .output(contract.changePassword.output)
    .mutation(async ({ ctx, input }) => {
      await changePassword(ctx.deps, ctx.scope, input)
      return { status: 'changed' }
    }),

  requestPasswordReset: authProcedure
    .input(contract.requestPasswordReset.input)
    .output(contract.requestPasswordReset.output)
    .mutation(async ({ ctx, input }) => {
      await requestPasswordReset(ctx.deps, input)
      return { status: 'sent' }
    }),

  confirmPasswordReset: authProcedure
    .input(contract.confirmPasswordReset.input)
    .output(contract.confirmPasswordReset.output)
    .mutation(async ({ ctx, input }) => {
      await confirmPasswordReset(ctx.deps, ctx.caller, input)
      return { status: 'changed' }
    }),

  requestMagicLink: authProcedure
    .input(contract.requestMagicLink.input)
    .output(contract.requestMagicLink.output)
    .mutation(async ({ ctx, input }) => {
      await requestMagicLink(ctx.deps, input)
      return { status: 'sent' }
    }),

  confirmMagicLink: authProcedure
    .input(contract.confirmMagicLink.input)
    .output(contract.confirmMagicLink.output)
    .mutation(async ({ ctx, input }) =>
      answerSignIn(ctx.cookies, await confirmMagicLink(ctx.deps, ctx.caller, input)),
    ),
}

/** Directly under `users`. */
export const emailChangeProcedures = {
  requestEmailChange: freshProcedure
    .input(contract.requestEmailChange.input)
    .output(contract.requestEmailChange.output)
    .mutation(async ({ ctx, input }) => {
      await requestEmailChange(ctx.deps, ctx.scope, input)
      return { status: 'sent' }
    }),

  confirmEmailChange: authProcedure
    .input(contract.confirmEmailChange.input)
    .output(contract.confirmEmailChange.output)
    .mutation(async ({ ctx, input }) => ({
      status: await confirmEmailChange(ctx.deps, ctx.caller, input),
    })),
}
