import * as contract from '@kinkeep/contracts/upgrades'
import { confirmUpgrade } from '@kinkeep/core/upgrades/confirm-upgrade'
import { previewUpgrade, readUpgradeAudit } from '@kinkeep/core/upgrades/queries'
import { readConsentPaper } from '@kinkeep/core/upgrades/read-consent-paper'
import { reissueUpgrade } from '@kinkeep/core/upgrades/reissue-upgrade'
import { requestUpgrade } from '@kinkeep/core/upgrades/request-upgrade'
import { revokeUpgrade } from '@kinkeep/core/upgrades/revoke-upgrade'
import { untagChild } from '@kinkeep/core/upgrades/untag-child'
import { uploadConsentPaper } from '@kinkeep/core/upgrades/upload-consent-paper'
import { authProcedure, circleProcedure, freshCircleProcedure, publicProcedure } from '../trpc/procedures.ts'

/** Looks at links for one address, a minute. */
const previewLimit = { count: 60, seconds: 60 }

/** A child's way to an account of their own: part of `circles.children`. */
export const upgradeProcedures = {
  uploadConsentPaper: circleProcedure('upgrade.request')
    .input(contract.uploadConsentPaper.input)
    .output(contract.uploadConsentPaper.output)
    .mutation(({ ctx, input }) => uploadConsentPaper(ctx.deps, ctx.scope, input)),

  requestUpgrade: freshCircleProcedure('upgrade.request')
    .input(contract.requestUpgrade.input)
    .output(contract.requestUpgrade.output)
    .mutation(({ ctx, input }) => requestUpgrade(ctx.deps, ctx.scope, input)),

  reissueUpgrade: circleProcedure('upgrade.request')
    .input(contract.reissueUpgrade.input)
    .output(contract.reissueUpgrade.output)
    .mutation(({ ctx, input }) => reissueUpgrade(ctx.deps, ctx.scope, input)),

  revokeUpgrade: circleProcedure('upgrade.revoke')
    .input(contract.revokeUpgrade.input)
    .output(contract.revokeUpgrade.output)
    .mutation(({ ctx, input }) => revokeUpgrade(ctx.deps, ctx.scope, input)),

  // Changes nothing, but a query's address would carry the token into the logs of proxies.
  previewUpgrade: publicProcedure
    .input(contract.previewUpgrade.input)
    .output(contract.previewUpgrade.output)
    .mutation(({ ctx, input }) => {
      ctx.deps.limits.takeLoosely(`upgrade-preview:${ctx.caller.address}`, previewLimit)
      return previewUpgrade(ctx.deps, ctx.caller, input)
    }),

  confirmUpgrade: authProcedure
    .input(contract.confirmUpgrade.input)
    .output(contract.confirmUpgrade.output)
    .mutation(async ({ ctx, input }) => {
      const outcome = await confirmUpgrade(ctx.deps, ctx.caller, input)
      if (outcome.status === 'signInFirst') return outcome
      const { session, ...confirmed } = outcome
      if (session) ctx.cookies.setSession(session)
      return confirmed
    }),

  upgradeAudit: circleProcedure('upgrade.read')
    .input(contract.upgradeAudit.input)
    .output(contract.upgradeAudit.output)
    .query(({ ctx, input }) => readUpgradeAudit(ctx.deps, ctx.scope, input)),

  readConsentPaper: circleProcedure('upgrade.read')
    .input(contract.readConsentPaper.input)
    .output(contract.readConsentPaper.output)
    .mutation(({ ctx, input }) => readConsentPaper(ctx.deps, ctx.scope, input)),

  untag: circleProcedure('child.update')
    .input(contract.untagChild.input)
    .output(contract.untagChild.output)
    .mutation(async ({ ctx, input }) => {
      await untagChild(ctx.deps, ctx.scope, input)
      return { status: 'untagged' }
    }),
}
