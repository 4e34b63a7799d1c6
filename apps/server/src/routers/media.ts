import * as contract from '@kinkeep/contracts/media'
import { completeUpload } from '@kinkeep/core/media/complete-upload'
import { listFailures, readStatus } from '@kinkeep/core/media/queries'
import { requestUpload } from '@kinkeep/core/media/request-upload'
import { retryMedia } from '@kinkeep/core/media/retry-media'
import { circleProcedure, router } from '../trpc/procedures.ts'

export const mediaRouter = router({
  requestUpload: circleProcedure('media.upload')
    .input(contract.requestUpload.input)
    .output(contract.requestUpload.output)
    .mutation(({ ctx, input }) => requestUpload(ctx.deps, ctx.scope, input)),

  completeUpload: circleProcedure('media.upload')
    .input(contract.completeUpload.input)
    .output(contract.completeUpload.output)
    .mutation(({ ctx, input }) => completeUpload(ctx.deps, ctx.scope, input)),

  status: circleProcedure('media.read')
    .input(contract.mediaStatus.input)
    .output(contract.mediaStatus.output)
    .query(({ ctx, input }) => readStatus(ctx.deps, ctx.scope, input)),

  retry: circleProcedure('media.retry')
    .input(contract.retryMedia.input)
    .output(contract.retryMedia.output)
    .mutation(({ ctx, input }) => retryMedia(ctx.deps, ctx.scope, input)),

  failures: circleProcedure('media.failures')
    .input(contract.mediaFailures.input)
    .output(contract.mediaFailures.output)
    .query(({ ctx, input }) => listFailures(ctx.deps, ctx.scope, input)),
})
