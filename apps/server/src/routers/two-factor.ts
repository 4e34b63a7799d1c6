import * as contract from '@kinkeep/contracts/two-factor'
import { requireChallenge } from '@kinkeep/core/two-factor/access'
import { confirmFactorSetup } from '@kinkeep/core/two-factor/confirm-factor-setup'
import { disableTwoFactor } from '@kinkeep/core/two-factor/disable-two-factor'
import { generateRecoveryCodes } from '@kinkeep/core/two-factor/generate-recovery-codes'
import { offerRecoverySheet } from '@kinkeep/core/two-factor/offer-recovery-sheet'
import { listTrustedDevices, readTwoFactorStatus } from '@kinkeep/core/two-factor/queries'
import { removeFactor } from '@kinkeep/core/two-factor/remove-factor'
import { removeTrustedDevice } from '@kinkeep/core/two-factor/remove-trusted-device'
import { requestFactorRemoval } from '@kinkeep/core/two-factor/request-factor-removal'
import { sendFactorCode } from '@kinkeep/core/two-factor/send-factor-code'
import { setPreferredFactor } from '@kinkeep/core/two-factor/set-preferred-factor'
import { setupFactor } from '@kinkeep/core/two-factor/setup-factor'
import { verifySecondFactor } from '@kinkeep/core/two-factor/verify-second-factor'
import { authProcedure, freshProcedure, publicProcedure, router, userProcedure } from '../trpc/procedures.ts'

const done = { status: 'done' } as const

export const twoFactorRouter = router({
  status: userProcedure
    .output(contract.twoFactorStatus.output)
    .query(({ ctx }) => readTwoFactorStatus(ctx.deps, ctx.scope)),

  setup: freshProcedure
    .input(contract.setupFactor.input)
    .output(contract.setupFactor.output)
    .mutation(({ ctx, input }) => setupFactor(ctx.deps, ctx.scope, input)),

  confirmSetup: userProcedure
    .input(contract.confirmFactorSetup.input)
    .output(contract.confirmFactorSetup.output)
    .mutation(({ ctx, input }) => confirmFactorSetup(ctx.deps, ctx.scope, input)),

  challenge: publicProcedure
    .input(contract.readChallenge.input)
    .output(contract.readChallenge.output)
    .query(async ({ ctx, input }) => {
      const { ways } = await requireChallenge(ctx.deps, ctx.caller, input.challengeId)
      return { methods: [...ways], preferred: ways[0] ?? 'recovery' }
    }),

  verify: authProcedure
    .input(contract.verifySecondFactor.input)
    .output(contract.verifySecondFactor.output)
    .mutation(async ({ ctx, input }) => {
      const scope = await requireChallenge(ctx.deps, ctx.caller, input.challengeId)
      const { session, device } = await verifySecondFactor(ctx.deps, scope, input)
      ctx.cookies.setSession(session)
      if (device) ctx.cookies.setDevice(device)
      return { status: 'signedIn' }
    }),

  sendCode: authProcedure
    .input(contract.sendFactorCode.input)
    .output(contract.sendFactorCode.output)
    .mutation(async ({ ctx, input }) => {
      const scope = await requireChallenge(ctx.deps, ctx.caller, input.challengeId)
      return sendFactorCode(ctx.deps, scope, input)
    }),

  setPreferred: userProcedure
    .input(contract.setPreferredFactor.input)
    .output(contract.setPreferredFactor.output)
    .mutation(async ({ ctx, input }) => {
      await setPreferredFactor(ctx.deps, ctx.scope, input)
      return done
    }),

  removeMethod: freshProcedure
    .input(contract.removeFactor.input)
    .output(contract.removeFactor.output)
    .mutation(async ({ ctx, input }) => {
      await removeFactor(ctx.deps, ctx.scope, input)
      return done
    }),

  requestDisable: userProcedure
    .input(contract.requestFactorRemoval.input)
    .output(contract.requestFactorRemoval.output)
    .mutation(({ ctx, input }) => requestFactorRemoval(ctx.deps, ctx.scope, input)),

  disable: freshProcedure
    .input(contract.disableTwoFactor.input)
    .output(contract.disableTwoFactor.output)
    .mutation(async ({ ctx, input }) => {
      await disableTwoFactor(ctx.deps, ctx.scope, input)
      return done
    }),

  generateRecoveryCodes: freshProcedure
    .output(contract.generateRecoveryCodes.output)
    .mutation(({ ctx }) => generateRecoveryCodes(ctx.deps, ctx.scope)),

  recoveryCodesPdf: userProcedure
    .input(contract.recoveryCodesPdf.input)
    .output(contract.recoveryCodesPdf.output)
    .mutation(({ ctx, input }) => offerRecoverySheet(ctx.deps, ctx.scope, input)),
})

export const trustedDevicesRouter = router({
  list: userProcedure
    .input(contract.listTrustedDevices.input)
    .output(contract.listTrustedDevices.output)
    .query(({ ctx, input }) => listTrustedDevices(ctx.deps, ctx.scope, input, ctx.caller.deviceToken)),

  remove: userProcedure
    .input(contract.removeTrustedDevice.input)
    .output(contract.removeTrustedDevice.output)
    .mutation(async ({ ctx, input }) => {
      await removeTrustedDevice(ctx.deps, ctx.scope, input)
      return done
    }),
})
