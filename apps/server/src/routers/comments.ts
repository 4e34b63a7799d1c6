import * as contract from '@kinkeep/contracts/comments'
import { addComment } from '@kinkeep/core/comments/add-comment'
import { deleteComment } from '@kinkeep/core/comments/delete-comment'
import { listMentionable } from '@kinkeep/core/comments/mention-queries'
import { listComments } from '@kinkeep/core/comments/queries'
import { updateComment } from '@kinkeep/core/comments/update-comment'
import { circleProcedure, readerProcedure, router } from '../trpc/procedures.ts'

export const commentsRouter = router({
  list: readerProcedure('comment.read')
    .input(contract.listComments.input)
    .output(contract.listComments.output)
    .query(({ ctx, input }) => listComments(ctx.deps, ctx.scope, input)),

  mentionable: circleProcedure('comment.mention')
    .input(contract.listMentionable.input)
    .output(contract.listMentionable.output)
    .query(({ ctx, input }) => listMentionable(ctx.deps, ctx.scope, input)),

  add: readerProcedure('comment.add')
    .input(contract.addComment.input)
    .output(contract.addComment.output)
    .mutation(({ ctx, input }) => addComment(ctx.deps, ctx.scope, input)),

  update: readerProcedure('comment.change')
    .input(contract.updateComment.input)
    .output(contract.updateComment.output)
    .mutation(({ ctx, input }) => updateComment(ctx.deps, ctx.scope, input)),

  delete: readerProcedure('comment.change')
    .input(contract.deleteComment.input)
    .output(contract.deleteComment.output)
    .mutation(async ({ ctx, input }) => {
      await deleteComment(ctx.deps, ctx.scope, input)
      return { status: 'deleted' }
    }),
})
