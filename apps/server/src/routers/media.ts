import * as dateContract from '@kinkeep/contracts/date-changes'
import * as contract from '@kinkeep/contracts/media'
import { deleteMedia as deleteMediaContract } from '@kinkeep/contracts/trash'
import { changeDates } from '@kinkeep/core/keeps/change-dates'
import { abortUpload } from '@kinkeep/core/media/abort-upload'
import { completeUpload } from '@kinkeep/core/media/complete-upload'
import { deleteMedia } from '@kinkeep/core/media/delete-media'
import { listFailures, readStatus } from '@kinkeep/core/media/queries'
import { requestParts } from '@kinkeep/core/media/request-parts'
import { requestUpload } from '@kinkeep/core/media/request-upload'
import { retryMedia } from '@kinkeep/core/media/retry-media'
import { rotateMedia } from '@kinkeep/core/media/rotate-media'
import { circleProcedure, router } from '../trpc/procedures.ts'
import { datesRouter } from './dates.ts'

export const mediaRouter = router({
  requestUpload: circleProcedure('media.upload')
    .input(contract.requestUpload.input)
    .output(contract.requestUpload.output)
    .mutation(({ ctx, input }) => requestUpload(ctx.deps, ctx.scope, input)),

  requestParts: circleProcedure('media.upload')
    .input(contract.requestParts.input)
    .output(contract.requestParts.output)
    .mutation(({ ctx, input }) => requestParts(ctx.deps, ctx.scope, input)),

  completeUpload: circleProcedure('media.upload')
    .input(contract.completeUpload.input)
    .output(contract.completeUpload.output)
    .mutation(({ ctx, input }) => completeUpload(ctx.deps, ctx.scope, input)),

  abortUpload: circleProcedure('media.upload')
    .input(contract.abortUpload.input)
    .output(contract.abortUpload.output)
    .mutation(({ ctx, input }) => abortUpload(ctx.deps, ctx.scope, input)),

  status: circleProcedure('media.read')
    .input(contract.mediaStatus.input)
    .output(contract.mediaStatus.output)
    .query(({ ctx, input }) => readStatus(ctx.deps, ctx.scope, input)),

  retry: circleProcedure('media.retry')
    .input(contract.retryMedia.input)
    .output(contract.retryMedia.output)
    .mutation(({ ctx, input }) => retryMedia(ctx.deps, ctx.scope, input)),

  delete: circleProcedure('media.delete')
    .input(deleteMediaContract.input)
    .output(deleteMediaContract.output)
    .mutation(async ({ ctx, input }) => {
      await deleteMedia(ctx.deps, ctx.scope, input)
      return { status: 'deleted' }
    }),

  rotate: circleProcedure('media.rotate')
    .input(dateContract.rotateMedia.input)
    .output(dateContract.rotateMedia.output)
    .mutation(({ ctx, input }) => rotateMedia(ctx.deps, ctx.scope, input)),

  shiftDates: circleProcedure('media.changeDates')
    .input(dateContract.shiftDates.input)
    .output(dateContract.shiftDates.output)
    .mutation(({ ctx, input: { minutes, ...keeps } }) =>
      changeDates(ctx.deps, ctx.scope, { ...keeps, change: { kind: 'shift', minutes } }),
    ),

  dates: datesRouter,

  failures: circleProcedure('media.failures')
    .input(contract.mediaFailures.input)
    .output(contract.mediaFailures.output)
    .query(({ ctx, input }) => listFailures(ctx.deps, ctx.scope, input)),
})
