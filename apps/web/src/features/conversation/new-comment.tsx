import { useState } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { type CommentDraft, noDraft, readCommentDraft, writeCommentDraft } from './comment-draft.ts'
import { CommentForm } from './comment-form.tsx'
import type { TalkReader } from './talk-reader.ts'
import type { Unsent } from './use-unsent.ts'

export interface NewCommentProps {
  circleId: string
  keepId: string
  reader: TalkReader
  unsent: Unsent
  /** The comment that is answered, whose it is, and the thread it stands in. */
  answered?: { id: string; name: string; threadId: string }
  onSaid?: () => void
  onCancel?: () => void
}

/** Where something is said. It stands in the conversation at once, and stays there when it did not arrive. */
export function NewComment({
  circleId,
  keepId,
  reader,
  unsent,
  answered,
  onSaid,
  onCancel,
}: NewCommentProps) {
  const { t } = useTranslation()
  const place = answered ? `${keepId}.${answered.id}` : keepId
  const [draft, setDraft] = useState(() => readCommentDraft(place))
  const change = (draft: CommentDraft) => {
    writeCommentDraft(place, draft)
    setDraft(draft)
  }
  const send = () => {
    unsent.say({
      threadId: answered?.threadId ?? null,
      parentId: answered?.id ?? null,
      commentId: null,
      body: draft.body.trim(),
      mentioned: draft.mentioned,
    })
    change(noDraft)
    onSaid?.()
  }
  return (
    <CommentForm
      {...{ circleId, keepId, reader, draft }}
      label={answered ? t('conversation.replyTo', { name: answered.name }) : t('conversation.write')}
      takesFocus={answered !== undefined}
      onChange={change}
      onSend={send}
      {...(onCancel && { onCancel })}
    />
  )
}
