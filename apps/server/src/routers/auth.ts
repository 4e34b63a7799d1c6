import { confirmEmail, resendVerification, signIn, signOut, signUp } from '@kinkeep/contracts/accounts'
import { confirmEmail as confirm } from '@kinkeep/core/accounts/confirm-email'
import { resendVerification as resend } from '@kinkeep/core/accounts/resend-verification'
import { signIn as begin } from '@kinkeep/core/accounts/sign-in'
import { signOut as closeSession } from '@kinkeep/core/accounts/sign-out'
import { signUp as beginSignUp } from '@kinkeep/core/accounts/sign-up'
import { answerSignIn } from '../trpc/answer-sign-in.ts'
import { authProcedure, publicProcedure, router } from '../trpc/procedures.ts'
import { identitiesRouter } from './identities.ts'
import { passkeysRouter } from './passkeys.ts'
import { passwordProcedures } from './passwords.ts'
import { phoneRouter } from './phone.ts'
import { proofProcedures, sessionsRouter, tokensRouter } from './sessions.ts'
import { trustedDevicesRouter, twoFactorRouter } from './two-factor.ts'

export const authRouter = router({
  ...proofProcedures,
  ...passwordProcedures,
  sessions: sessionsRouter,
  tokens: tokensRouter,
  twoFactor: twoFactorRouter,
  trustedDevices: trustedDevicesRouter,

  signUp: authProcedure
    .input(signUp.input)
    .output(signUp.output)
    .mutation(async ({ ctx, input }) => {
      const result = await beginSignUp(ctx.deps, ctx.caller, input)
      if (result.status === 'signedIn') ctx.cookies.setSession(result.session)
      return { status: result.status }
    }),

  confirmEmail: authProcedure
    .input(confirmEmail.input)
    .output(confirmEmail.output)
    .mutation(async ({ ctx, input }) => {
      const { session, invitationToken } = await confirm(ctx.deps, ctx.caller, input)
      ctx.cookies.setSession(session)
      return { status: 'signedIn', invitationToken }
    }),

  resendVerification: authProcedure
    .input(resendVerification.input)
    .output(resendVerification.output)
    .mutation(async ({ ctx, input }) => {
      await resend(ctx.deps, ctx.caller, input)
      return { status: 'confirmationSent' }
    }),

  signIn: authProcedure
    .input(signIn.input)
    .output(signIn.output)
    .mutation(async ({ ctx, input }) => {
      const outcome = await begin(ctx.deps, ctx.caller, input)
      return answerSignIn(ctx.cookies, outcome)
    }),

  signOut: publicProcedure.output(signOut.output).mutation(async ({ ctx }) => {
    await closeSession(ctx.deps, ctx.caller)
    ctx.cookies.clearSession()
    return { status: 'signedOut' }
  }),

  passkeys: passkeysRouter,

  phone: phoneRouter,

  identities: identitiesRouter,
})
