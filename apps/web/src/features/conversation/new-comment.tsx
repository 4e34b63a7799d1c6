import { useState } from 'react'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { addToTalk } from './add-to-talk.ts'
import {
  dropCommentDraft,
  newCommentDraft,
  readCommentDraft,
  returnCommentDraft,
  writeCommentDraft,
} from './comment-draft.ts'
import { CommentForm } from './comment-form.tsx'
import { talkOf } from './talk-query.ts'
import type { TalkReader } from './talk-reader.ts'

export interface NewCommentProps {
  circleId: string
  keepId: string
  reader: TalkReader
  /** The comment that is answered, and whose it is. */
  answered?: { id: string; name: string }
  onSaid?: () => void
  onCancel?: () => void
}

/**
 * Where something is said. It stands in the conversation at once; when it did not arrive, it goes back into the field
 * with the reason, before whatever was begun meanwhile.
 */
export function NewComment({ circleId, keepId, reader, answered, onSaid, onCancel }: NewCommentProps) {
  const { t, language } = useTranslation()
  const utils = trpc.useUtils()
  const place = answered ? `${keepId}.${answered.id}` : keepId
  const [draft, setDraft] = useState(() => readCommentDraft(place))
  const add = trpc.keeps.comments.add.useMutation({
    onSuccess: (comment, { body, idempotencyKey = '' }) => {
      dropCommentDraft(place, { body, idempotencyKey })
      utils.keeps.comments.list.setInfiniteData(
        talkOf(circleId, keepId),
        (talk) => talk && addToTalk(talk, comment),
      )
      // With a stream the page hears of it by itself, and counting here as well would count it twice.
      if (reader.lookAgain !== false) void utils.keeps.list.invalidate({ circleId })
      onSaid?.()
    },
    onError: (_, { body, idempotencyKey = '' }) =>
      setDraft(returnCommentDraft(place, { body, idempotencyKey })),
  })
  const change = (body: string) => {
    if (add.isError) add.reset()
    setDraft(writeCommentDraft(place, body))
  }
  const send = () => {
    const { body, idempotencyKey } = draft
    add.mutate({ circleId, keepId, body, idempotencyKey, ...(answered && { parentId: answered.id }) })
    // Out of the field, but kept in store until it is known to have arrived.
    setDraft(newCommentDraft())
  }
  return (
    <>
      {add.isPending && (
        <p aria-live="polite" className="mb-3 whitespace-pre-line break-words opacity-60">
          {add.variables.body}
          <span className="block text-muted text-xs">{t('conversation.sending')}</span>
        </p>
      )}
      <CommentForm
        label={answered ? t('conversation.replyTo', { name: answered.name }) : t('conversation.write')}
        body={draft.body}
        error={add.error && errorText(add.error, t, language)}
        pending={add.isPending}
        takesFocus={answered !== undefined}
        onChange={change}
        onSend={send}
        {...(onCancel && { onCancel })}
      />
    </>
  )
}
