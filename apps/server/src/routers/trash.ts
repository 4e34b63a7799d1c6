import * as contract from '@kinkeep/contracts/trash'
import { deleteKeepForever } from '@kinkeep/core/keeps/delete-keep-forever'
import { emptyTrash } from '@kinkeep/core/keeps/empty-trash'
import { circleProcedure } from '../trpc/procedures.ts'

/** Of keeps: what nobody takes back. */
export const trashProcedures = {
  deleteForever: circleProcedure('keep.deleteForever')
    .input(contract.deleteKeepForever.input)
    .output(contract.deleteKeepForever.output)
    .mutation(async ({ ctx, input }) => {
      await deleteKeepForever(ctx.deps, ctx.scope, input)
      return { status: 'deleted' }
    }),

  emptyTrash: circleProcedure('trash.empty')
    .input(contract.emptyTrash.input)
    .output(contract.emptyTrash.output)
    .mutation(({ ctx, input }) => emptyTrash(ctx.deps, ctx.scope, input)),
}
