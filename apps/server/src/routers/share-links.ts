import * as contract from '@kinkeep/contracts/share-links'
import { prepareDownload } from '@kinkeep/core/media/prepare-download'
import { createShareLink } from '@kinkeep/core/share-links/create-share-link'
import { openShare } from '@kinkeep/core/share-links/open-share'
import { listSharedKeeps, listShareLinks, readShared } from '@kinkeep/core/share-links/queries'
import { revokeShareLink } from '@kinkeep/core/share-links/revoke-share-link'
import { circleProcedure, publicProcedure, router, sharedProcedure } from '../trpc/procedures.ts'

/** Links as those make and end them who are in the circle. */
export const shareLinksRouter = router({
  list: circleProcedure('shareLink.list')
    .input(contract.listShareLinks.input)
    .output(contract.listShareLinks.output)
    .query(({ ctx, input }) => listShareLinks(ctx.deps, ctx.scope, input)),

  create: circleProcedure('shareLink.create')
    .input(contract.createShareLink.input)
    .output(contract.createShareLink.output)
    .mutation(({ ctx, input }) => createShareLink(ctx.deps, ctx.scope, input)),

  revoke: circleProcedure('shareLink.revoke')
    .input(contract.revokeShareLink.input)
    .output(contract.revokeShareLink.output)
    .mutation(async ({ ctx, input }) => {
      await revokeShareLink(ctx.deps, ctx.scope, input)
      return { status: 'revoked' }
    }),
})

/** What somebody outside sees by one. */
export const sharedRouter = router({
  open: publicProcedure
    .input(contract.openShared.input)
    .output(contract.openShared.output)
    .mutation(async ({ ctx, input }) => {
      const { linkId, shareToken } = await openShare(ctx.deps, ctx.caller, input)
      if (shareToken !== null) ctx.cookies.setShare(shareToken)
      return { linkId }
    }),

  get: sharedProcedure
    .input(contract.getShared.input)
    .output(contract.getShared.output)
    .query(({ ctx }) => readShared(ctx.deps, ctx.scope)),

  keeps: sharedProcedure
    .input(contract.listSharedKeeps.input)
    .output(contract.listSharedKeeps.output)
    .query(({ ctx, input }) => listSharedKeeps(ctx.deps, ctx.scope, input)),

  prepareDownload: sharedProcedure
    .input(contract.prepareDownload.input)
    .output(contract.prepareDownload.output)
    .mutation(({ ctx, input }) => prepareDownload(ctx.deps, ctx.scope, input)),
})
