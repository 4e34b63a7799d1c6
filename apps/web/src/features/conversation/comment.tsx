import type { CommentView } from '@kinkeep/contracts/comments'
import type { Speaker } from '@kinkeep/contracts/speakers'
import { type ReactNode, useRef, useState } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { Act } from './act.tsx'
import type { CommentDraft } from './comment-draft.ts'
import { CommentWords } from './comment-words.tsx'
import { DeleteComment } from './delete-comment.tsx'
import { EditComment } from './edit-comment.tsx'
import { SpeakerAvatar } from './speaker-avatar.tsx'
import { speakerName } from './speaker-name.ts'
import type { TalkReader } from './talk-reader.ts'
import { exactTime, sinceText } from './talk-time.ts'
import { UnsentWords } from './unsent-words.tsx'
import { useDeleteComment } from './use-delete-comment.ts'
import type { Unsent } from './use-unsent.ts'

export interface CommentProps {
  circleId: string
  comment: CommentView
  reader: TalkReader
  unsent: Unsent
  /** When the talk was looked at. */
  now: Date
  onReply: () => void
}

/** One comment, and what one may do with it. */
export function Comment({ circleId, comment, reader, unsent, now, onReply }: CommentProps) {
  const { t, language } = useTranslation()
  const [doing, setDoing] = useState<'edit' | 'delete' | null>(null)
  const deletion = useDeleteComment(circleId, comment, reader)
  const actions = useRef<HTMLParagraphElement>(null)
  const { id: commentId, body, author, isOwn, createdAt, editedAt, mentions } = comment
  if (body === null || author === null) {
    return <p className="py-1 text-muted text-sm italic">{t('conversation.deleted')}</p>
  }
  if (deletion.isDeleting) {
    return (
      <p aria-live="polite" className="py-1 text-muted text-sm italic">
        {t('conversation.deleting')}
      </p>
    )
  }
  const finish = () => {
    setDoing(null)
    deletion.forget()
    // Whatever had the focus is gone; it stays with the comment.
    queueMicrotask(() => actions.current?.querySelector('button')?.focus())
  }
  const save = (draft: CommentDraft) => {
    if (draft.body !== body) unsent.say({ ...draft, threadId: null, parentId: null, commentId })
    finish()
  }
  const change = unsent.items.find((item) => item.commentId === commentId)
  const isDeleteAsked = doing === 'delete' || deletion.error !== null
  return (
    <article
      className="flex gap-3"
      aria-label={t('conversation.commentOf', { name: speakerName(author, t) })}
    >
      <SpeakerAvatar speaker={author} reader={reader} />
      <div className="min-w-0 grow">
        <Byline author={author}>
          <time dateTime={createdAt} title={exactTime(createdAt, language)}>
            {sinceText(createdAt, now, t, language)}
          </time>
          {editedAt !== null && (
            <span title={exactTime(editedAt, language)}> · {t('conversation.edited')}</span>
          )}
        </Byline>
        {doing === 'edit' ? (
          <EditComment {...{ circleId, comment, body, reader }} onSave={save} onDone={finish} />
        ) : (
          // The new words stand for the old ones until they are known not to have arrived.
          change?.state !== 'sending' && <CommentWords body={body} mentions={mentions} />
        )}
        {change && doing !== 'edit' && <UnsentWords item={change} unsent={unsent} />}
        {isDeleteAsked && (
          <DeleteComment
            error={deletion.error}
            onDelete={() => {
              setDoing(null)
              deletion.remove()
            }}
            onDone={finish}
          />
        )}
        {doing === null && !isDeleteAsked && (
          <p ref={actions} className="-ml-2 flex flex-wrap">
            <Act label={t('conversation.reply')} onClick={onReply} />
            {isOwn && <Act label={t('conversation.edit')} onClick={() => setDoing('edit')} />}
            {(isOwn || reader.mayModerate) && (
              <Act label={t('conversation.delete')} onClick={() => setDoing('delete')} />
            )}
          </p>
        )}
      </div>
    </article>
  )
}

function Byline({ author, children }: { author: Speaker; children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <p className="text-muted text-xs">
      <span className="font-semibold text-ink text-sm">{speakerName(author, t)}</span>
      {author.kind === 'guest' && ` · ${t('conversation.guest')}`}
      {' · '}
      {children}
    </p>
  )
}
