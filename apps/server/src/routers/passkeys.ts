import * as contract from '@kinkeep/contracts/passkeys'
import { makeReauthenticationOptions } from '@kinkeep/core/passkeys/make-reauthentication-options'
import { makeRegistrationOptions } from '@kinkeep/core/passkeys/make-registration-options'
import { makeSecondFactorOptions } from '@kinkeep/core/passkeys/make-second-factor-options'
import { makeSignInOptions } from '@kinkeep/core/passkeys/make-sign-in-options'
import { listPasskeys } from '@kinkeep/core/passkeys/queries'
import { reauthenticateWithPasskey } from '@kinkeep/core/passkeys/reauthenticate-with-passkey'
import { registerPasskey } from '@kinkeep/core/passkeys/register-passkey'
import { removePasskey } from '@kinkeep/core/passkeys/remove-passkey'
import { renamePasskey } from '@kinkeep/core/passkeys/rename-passkey'
import { signInWithPasskey } from '@kinkeep/core/passkeys/sign-in-with-passkey'
import { verifyPasskeyFactor } from '@kinkeep/core/passkeys/verify-passkey-factor'
import { requireChallenge } from '@kinkeep/core/two-factor/access'
import { answerSignIn } from '../trpc/answer-sign-in.ts'
import { authProcedure, freshProcedure, publicProcedure, router, userProcedure } from '../trpc/procedures.ts'

export const passkeysRouter = router({
  list: userProcedure
    .output(contract.listPasskeys.output)
    .query(({ ctx }) => listPasskeys(ctx.deps, ctx.scope)),

  registerOptions: freshProcedure
    .output(contract.passkeyRegistrationOptions.output)
    .mutation(({ ctx }) => makeRegistrationOptions(ctx.deps, ctx.scope)),

  register: userProcedure
    .input(contract.registerPasskey.input)
    .output(contract.registerPasskey.output)
    .mutation(({ ctx, input }) => registerPasskey(ctx.deps, ctx.scope, input)),

  rename: userProcedure
    .input(contract.renamePasskey.input)
    .output(contract.renamePasskey.output)
    .mutation(({ ctx, input }) => renamePasskey(ctx.deps, ctx.scope, input)),

  remove: freshProcedure
    .input(contract.removePasskey.input)
    .output(contract.removePasskey.output)
    .mutation(async ({ ctx, input }) => {
      await removePasskey(ctx.deps, ctx.scope, input)
      return { status: 'removed' }
    }),

  // Every visit of the sign-in page asks for a challenge, so it has a limit of its own beside that for guessing.
  signInOptions: publicProcedure
    .output(contract.passkeySignInOptions.output)
    .mutation(({ ctx }) =>
      makeSignInOptions(ctx.deps, { ...ctx.caller, browserToken: ctx.cookies.browser() }),
    ),

  signIn: authProcedure
    .input(contract.signInWithPasskey.input)
    .output(contract.signInWithPasskey.output)
    .mutation(async ({ ctx, input }) => {
      const outcome = await signInWithPasskey(ctx.deps, ctx.caller, input)
      return answerSignIn(ctx.cookies, outcome)
    }),

  secondFactorOptions: authProcedure
    .input(contract.secondFactorPasskeyOptions.input)
    .output(contract.secondFactorPasskeyOptions.output)
    .mutation(async ({ ctx, input }) => {
      const scope = await requireChallenge(ctx.deps, ctx.caller, input.challengeId)
      return makeSecondFactorOptions(ctx.deps, scope)
    }),

  verifySecondFactor: authProcedure
    .input(contract.verifyPasskeyFactor.input)
    .output(contract.verifyPasskeyFactor.output)
    .mutation(async ({ ctx, input }) => {
      const scope = await requireChallenge(ctx.deps, ctx.caller, input.challengeId)
      const { session, device } = await verifyPasskeyFactor(ctx.deps, scope, input)
      ctx.cookies.setSession(session)
      if (device) ctx.cookies.setDevice(device)
      return { status: 'signedIn' }
    }),

  reauthenticateOptions: userProcedure
    .output(contract.passkeyReauthenticationOptions.output)
    .mutation(({ ctx }) => makeReauthenticationOptions(ctx.deps, ctx.scope)),

  reauthenticate: userProcedure
    .input(contract.reauthenticateWithPasskey.input)
    .output(contract.reauthenticateWithPasskey.output)
    .mutation(async ({ ctx, input }) => {
      await reauthenticateWithPasskey(ctx.deps, ctx.scope, input)
      return { status: 'done' }
    }),
})
