import type { CommentView } from '@kinkeep/contracts/comments'
import { Button } from '@kinkeep/ui/button'
import { useState } from 'react'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { changeInTalk } from './add-to-talk.ts'
import { CommentForm } from './comment-form.tsx'
import { talkOf } from './talk-query.ts'

export interface EditCommentProps {
  circleId: string
  comment: CommentView
  body: string
  onDone: () => void
}

/** Other words for what one said; they stay in the field until they have arrived. */
export function EditComment({ circleId, comment, body, onDone }: EditCommentProps) {
  const { t, language } = useTranslation()
  const utils = trpc.useUtils()
  const [words, setWords] = useState(body)
  const { id: commentId, keepId } = comment
  const update = trpc.keeps.comments.update.useMutation({
    onSuccess: (changed) => {
      utils.keeps.comments.list.setInfiniteData(
        talkOf(circleId, keepId),
        (talk) => talk && changeInTalk(talk, changed),
      )
      onDone()
      return utils.keeps.comments.list.invalidate({ circleId, keepId })
    },
  })
  return (
    <div className="mt-1.5">
      <CommentForm
        label={t('conversation.editLabel')}
        body={words}
        error={update.error && errorText(update.error, t, language)}
        pending={update.isPending}
        takesFocus
        onChange={setWords}
        onSend={() => update.mutate({ circleId, keepId, commentId, body: words })}
        onCancel={onDone}
      >
        <Button tone="quiet" onClick={onDone}>
          {t('actions.cancel')}
        </Button>
      </CommentForm>
    </div>
  )
}
