import * as contract from '@kinkeep/contracts/reactions'
import { clearReaction } from '@kinkeep/core/reactions/clear-reaction'
import { listReactions } from '@kinkeep/core/reactions/queries'
import { setReaction } from '@kinkeep/core/reactions/set-reaction'
import { readerProcedure, router } from '../trpc/procedures.ts'

export const reactionsRouter = router({
  list: readerProcedure('reaction.read')
    .input(contract.listReactions.input)
    .output(contract.listReactions.output)
    .query(({ ctx, input }) => listReactions(ctx.deps, ctx.scope, input)),

  set: readerProcedure('reaction.set')
    .input(contract.setReaction.input)
    .output(contract.setReaction.output)
    .mutation(({ ctx, input }) => setReaction(ctx.deps, ctx.scope, input)),

  clear: readerProcedure('reaction.set')
    .input(contract.clearReaction.input)
    .output(contract.clearReaction.output)
    .mutation(({ ctx, input }) => clearReaction(ctx.deps, ctx.scope, input)),
})
