import * as contract from '@kinkeep/contracts/guest-links'
import { createGuestLink } from '@kinkeep/core/guest-links/create-guest-link'
import { enterByGuestLink } from '@kinkeep/core/guest-links/enter-by-guest-link'
import { leaveAsGuest } from '@kinkeep/core/guest-links/leave-as-guest'
import { listGuestLinks, previewGuestLink, readGuestHome } from '@kinkeep/core/guest-links/queries'
import { revokeGuestLink } from '@kinkeep/core/guest-links/revoke-guest-link'
import {
  authProcedure,
  circleProcedure,
  publicProcedure,
  readerProcedure,
  router,
} from '../trpc/procedures.ts'

export const guestLinksRouter = router({
  list: circleProcedure('guestLink.list')
    .input(contract.listGuestLinks.input)
    .output(contract.listGuestLinks.output)
    .query(({ ctx, input }) => listGuestLinks(ctx.deps, ctx.scope, input)),

  create: circleProcedure('guestLink.create')
    .input(contract.createGuestLink.input)
    .output(contract.createGuestLink.output)
    .mutation(({ ctx, input }) => createGuestLink(ctx.deps, ctx.scope, input)),

  revoke: circleProcedure('guestLink.revoke')
    .input(contract.revokeGuestLink.input)
    .output(contract.revokeGuestLink.output)
    .mutation(async ({ ctx, input }) => {
      await revokeGuestLink(ctx.deps, ctx.scope, input)
      return { status: 'revoked' }
    }),

  // Changes nothing, but a query's address would carry the token into the logs of proxies.
  preview: publicProcedure
    .input(contract.previewGuestLink.input)
    .output(contract.previewGuestLink.output)
    .mutation(({ ctx, input }) => previewGuestLink(ctx.deps, ctx.caller, input)),

  enter: authProcedure
    .input(contract.enterByGuestLink.input)
    .output(contract.enterByGuestLink.output)
    .mutation(async ({ ctx, input }) => {
      const { circleId, guestToken } = await enterByGuestLink(ctx.deps, ctx.caller, input)
      if (guestToken !== null) ctx.cookies.setGuest(guestToken)
      return { circleId }
    }),

  leave: publicProcedure
    .input(contract.leaveAsGuest.input)
    .output(contract.leaveAsGuest.output)
    .mutation(async ({ ctx, input }) => {
      await leaveAsGuest(ctx.deps, ctx.caller, input)
      return { status: 'left' }
    }),

  home: readerProcedure('keep.read')
    .input(contract.readGuestHome.input)
    .output(contract.readGuestHome.output)
    .query(({ ctx }) => readGuestHome(ctx.deps, ctx.scope)),
})
