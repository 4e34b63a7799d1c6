import type { CommentView } from '@kinkeep/contracts/comments'
import { Button } from '@kinkeep/ui/button'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useId, useRef } from 'react'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { readError } from '../../lib/read-error.ts'
import { trpc } from '../../lib/trpc.ts'
import { patchKeep } from './patch-keep.ts'

export interface DeleteCommentProps {
  circleId: string
  comment: CommentView
  onDone: () => void
}

/** Asks in its place, as there is no way back: over a photo no dialog of ours could lie. */
export function DeleteComment({ circleId, comment, onDone }: DeleteCommentProps) {
  const { t, language } = useTranslation()
  const cache = useQueryClient()
  const utils = trpc.useUtils()
  const question = useId()
  const cancel = useRef<HTMLButtonElement>(null)
  const { id: commentId, keepId } = comment
  useEffect(() => cancel.current?.focus(), [])
  const read = () => utils.keeps.comments.list.invalidate({ circleId, keepId })
  const remove = trpc.keeps.comments.delete.useMutation({
    onSuccess: async () => {
      patchKeep(cache, keepId, ({ commentCount }) => ({ commentCount: Math.max(0, commentCount - 1) }))
      await read()
      onDone()
    },
    // Somebody was quicker, or the answer to the first try was lost: it is gone either way.
    onError: (error) => (readError(error).reason === 'NOT_FOUND' ? read() : undefined),
  })
  return (
    <fieldset aria-labelledby={question} className="mt-1.5 rounded-md bg-danger-soft px-3 py-2">
      <p id={question} className="text-sm">
        {t('conversation.deleteQuestion')}
      </p>
      {remove.error && (
        <p role="alert" className="mt-1 font-medium text-danger text-sm">
          {errorText(remove.error, t, language)}
        </p>
      )}
      <div className="mt-2 flex flex-wrap gap-2">
        <Button
          tone="danger"
          pending={remove.isPending}
          onClick={() => remove.mutate({ circleId, keepId, commentId })}
        >
          {t('conversation.deleteConfirm')}
        </Button>
        <Button ref={cancel} tone="quiet" onClick={onDone}>
          {t('actions.cancel')}
        </Button>
      </div>
    </fieldset>
  )
}
