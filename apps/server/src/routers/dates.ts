import * as contract from '@kinkeep/contracts/date-changes'
import { changeDates } from '@kinkeep/core/keeps/change-dates'
import { countDoubtful, listDateChanges, listDoubtful, previewDates } from '@kinkeep/core/keeps/date-queries'
import { undoDates } from '@kinkeep/core/keeps/undo-dates'
import { circleProcedure, router } from '../trpc/procedures.ts'

export const datesRouter = router({
  review: circleProcedure('media.changeDates')
    .input(contract.reviewDates.input)
    .output(contract.reviewDates.output)
    .query(({ ctx, input }) => listDoubtful(ctx.deps, ctx.scope, input)),

  count: circleProcedure('media.changeDates')
    .input(contract.doubtfulCount.input)
    .output(contract.doubtfulCount.output)
    .query(({ ctx }) => countDoubtful(ctx.deps, ctx.scope)),

  // Writes nothing. A mutation because five hundred ids do not fit an address.
  preview: circleProcedure('media.changeDates')
    .input(contract.previewDates.input)
    .output(contract.previewDates.output)
    .mutation(({ ctx, input }) => previewDates(ctx.deps, ctx.scope, input)),

  set: circleProcedure('media.changeDates')
    .input(contract.setDates.input)
    .output(contract.setDates.output)
    .mutation(({ ctx, input: { circleId, keepIds, idempotencyKey, ...set } }) =>
      changeDates(ctx.deps, ctx.scope, {
        ...{ circleId, keepIds, idempotencyKey },
        change: { kind: 'set', ...set },
      }),
    ),

  setZone: circleProcedure('media.changeDates')
    .input(contract.setZone.input)
    .output(contract.setZone.output)
    .mutation(({ ctx, input: { offsetMinutes, ...keeps } }) =>
      changeDates(ctx.deps, ctx.scope, { ...keeps, change: { kind: 'zone', offsetMinutes } }),
    ),

  confirm: circleProcedure('media.changeDates')
    .input(contract.confirmDates.input)
    .output(contract.confirmDates.output)
    .mutation(({ ctx, input }) =>
      changeDates(ctx.deps, ctx.scope, { ...input, change: { kind: 'confirm' } }),
    ),

  undo: circleProcedure('media.changeDates')
    .input(contract.undoDates.input)
    .output(contract.undoDates.output)
    .mutation(({ ctx, input }) => undoDates(ctx.deps, ctx.scope, input)),

  changes: circleProcedure('media.changeDates')
    .input(contract.dateChanges.input)
    .output(contract.dateChanges.output)
    .query(({ ctx, input }) => listDateChanges(ctx.deps, ctx.scope, input)),
})
