import * as contract from '@kinkeep/contracts/calendar'
import { createFeed } from '@kinkeep/core/calendar/create-feed'
import { listFeeds, listOccasions } from '@kinkeep/core/calendar/queries'
import { revokeFeed } from '@kinkeep/core/calendar/revoke-feed'
import { circleProcedure, router } from '../trpc/procedures.ts'

export const calendarRouter = router({
  list: circleProcedure('calendar.read')
    .input(contract.listOccasions.input)
    .output(contract.listOccasions.output)
    .query(({ ctx, input }) => listOccasions(ctx.deps, ctx.scope, input)),

  feeds: circleProcedure('calendar.read')
    .input(contract.listFeeds.input)
    .output(contract.listFeeds.output)
    .query(({ ctx, input }) => listFeeds(ctx.deps, ctx.scope, input)),

  createFeed: circleProcedure('calendar.read')
    .input(contract.createFeed.input)
    .output(contract.createFeed.output)
    .mutation(({ ctx, input }) => createFeed(ctx.deps, ctx.scope, input)),

  revokeFeed: circleProcedure('calendar.read')
    .input(contract.revokeFeed.input)
    .output(contract.revokeFeed.output)
    .mutation(async ({ ctx, input }) => {
      await revokeFeed(ctx.deps, ctx.scope, input)
      return { status: 'revoked' }
    }),
})
