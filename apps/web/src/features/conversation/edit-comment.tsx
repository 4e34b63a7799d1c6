import type { CommentView } from '@kinkeep/contracts/comments'
import { Button } from '@kinkeep/ui/button'
import { useState } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import type { CommentDraft } from './comment-draft.ts'
import { CommentForm } from './comment-form.tsx'
import type { TalkReader } from './talk-reader.ts'

export interface EditCommentProps {
  circleId: string
  comment: CommentView
  body: string
  reader: TalkReader
  onSave: (draft: CommentDraft) => void
  onDone: () => void
}

/** Other words for what one said. */
export function EditComment({ circleId, comment, body, reader, onSave, onDone }: EditCommentProps) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState<CommentDraft>(() => ({
    body,
    mentioned: comment.mentions.map(({ userId, said }) => ({ userId, name: said })),
  }))
  return (
    <div className="mt-1.5">
      <CommentForm
        {...{ circleId, reader, draft }}
        keepId={comment.keepId}
        label={t('conversation.editLabel')}
        takesFocus
        onChange={setDraft}
        onSend={() => onSave({ ...draft, body: draft.body.trim() })}
        onCancel={onDone}
      >
        <Button tone="quiet" onClick={onDone}>
          {t('actions.cancel')}
        </Button>
      </CommentForm>
    </div>
  )
}
