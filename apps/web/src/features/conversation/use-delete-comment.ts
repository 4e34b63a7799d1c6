import type { CommentView } from '@kinkeep/contracts/comments'
import { readError } from '../../lib/read-error.ts'
import { trpc } from '../../lib/trpc.ts'
import type { TalkReader } from './talk-reader.ts'

/** Takes a comment away: at once as far as one sees, and back with the reason when that did not work. */
export function useDeleteComment(
  circleId: string,
  { id: commentId, keepId }: CommentView,
  reader: TalkReader,
) {
  const utils = trpc.useUtils()
  const read = () => utils.keeps.comments.list.invalidate({ circleId, keepId })
  const remove = trpc.keeps.comments.delete.useMutation({
    onSuccess: async () => {
      if (reader.lookAgain !== false) void utils.keeps.list.invalidate({ circleId })
      await read()
    },
    // Somebody was quicker, or the answer to the first try was lost: it is gone either way.
    onError: (error) => (readError(error).reason === 'NOT_FOUND' ? read() : undefined),
  })
  return {
    isDeleting: remove.isPending,
    error: remove.error,
    forget: remove.reset,
    remove: () => remove.mutate({ circleId, keepId, commentId }),
  }
}
