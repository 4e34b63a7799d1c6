import type { CommentView } from '@kinkeep/contracts/comments'
import { Button } from '@kinkeep/ui/button'
import { useEffect, useId, useRef } from 'react'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { readError } from '../../lib/read-error.ts'
import { trpc } from '../../lib/trpc.ts'
import type { TalkReader } from './talk-reader.ts'

export interface DeleteCommentProps {
  circleId: string
  comment: CommentView
  reader: TalkReader
  onDone: () => void
}

/** Asks in its place, as there is no way back: over a photo no dialog of ours could lie. */
export function DeleteComment({ circleId, comment, reader, onDone }: DeleteCommentProps) {
  const { t, language } = useTranslation()
  const utils = trpc.useUtils()
  const question = useId()
  const cancel = useRef<HTMLButtonElement>(null)
  const { id: commentId, keepId } = comment
  useEffect(() => cancel.current?.focus(), [])
  const read = () => utils.keeps.comments.list.invalidate({ circleId, keepId })
  const remove = trpc.keeps.comments.delete.useMutation({
    onSuccess: async () => {
      if (reader.lookAgain !== false) void utils.keeps.list.invalidate({ circleId })
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
