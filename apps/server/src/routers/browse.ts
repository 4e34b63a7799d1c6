import * as contract from '@kinkeep/contracts/browse'
import { listTags, readCalendarMonth, readOnThisDay } from '@kinkeep/core/keeps/browse-queries'
import { clearFavourite } from '@kinkeep/core/keeps/clear-favourite'
import { searchKeeps } from '@kinkeep/core/keeps/search-queries'
import { setFavourite } from '@kinkeep/core/keeps/set-favourite'
import { circleProcedure, readerProcedure, router } from '../trpc/procedures.ts'

/** Ways to find a keep; they stand beside `keeps.list`. */
export const browseProcedures = {
  search: circleProcedure('keep.search')
    .input(contract.searchKeeps.input)
    .output(contract.searchKeeps.output)
    .query(({ ctx, input }) => searchKeeps(ctx.deps, ctx.scope, input)),

  tags: circleProcedure('keep.search')
    .input(contract.listTags.input)
    .output(contract.listTags.output)
    .query(({ ctx, input }) => listTags(ctx.deps, ctx.scope, input)),

  onThisDay: readerProcedure('keep.read')
    .input(contract.onThisDay.input)
    .output(contract.onThisDay.output)
    .query(({ ctx, input }) => readOnThisDay(ctx.deps, ctx.scope, input)),

  calendar: readerProcedure('keep.read')
    .input(contract.calendarMonth.input)
    .output(contract.calendarMonth.output)
    .query(({ ctx, input }) => readCalendarMonth(ctx.deps, ctx.scope, input)),

  favourites: router({
    set: circleProcedure('favourite.set')
      .input(contract.setFavourite.input)
      .output(contract.setFavourite.output)
      .mutation(({ ctx, input }) => setFavourite(ctx.deps, ctx.scope, input)),

    clear: circleProcedure('favourite.set')
      .input(contract.setFavourite.input)
      .output(contract.setFavourite.output)
      .mutation(({ ctx, input }) => clearFavourite(ctx.deps, ctx.scope, input)),
  }),
}
