import type { CommentView } from '@kinkeep/contracts/comments'
import type { Speaker } from '@kinkeep/contracts/speakers'
import { type ReactNode, useRef, useState } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { DeleteComment } from './delete-comment.tsx'
import { EditComment } from './edit-comment.tsx'
import { SpeakerAvatar } from './speaker-avatar.tsx'
import { speakerName } from './speaker-name.ts'
import type { TalkReader } from './talk-reader.ts'
import { exactTime, sinceText } from './talk-time.ts'

export interface CommentProps {
  circleId: string
  comment: CommentView
  reader: TalkReader
  /** When the talk was looked at. */
  now: Date
  onReply: () => void
}

/** One comment, and what one may do with it. */
export function Comment({ circleId, comment, reader, now, onReply }: CommentProps) {
  const { t, language } = useTranslation()
  const [doing, setDoing] = useState<'edit' | 'delete' | null>(null)
  const actions = useRef<HTMLParagraphElement>(null)
  const { body, author, isOwn, createdAt, editedAt } = comment
  if (body === null || author === null) {
    return <p className="py-1 text-muted text-sm italic">{t('conversation.deleted')}</p>
  }
  const finish = () => {
    setDoing(null)
    // Whatever had the focus is gone; it stays with the comment.
    queueMicrotask(() => actions.current?.querySelector('button')?.focus())
  }
  const where = { circleId, comment }
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
          <EditComment {...where} body={body} onDone={finish} />
        ) : (
          <p className="whitespace-pre-line break-words">{body}</p>
        )}
        {doing === 'delete' && <DeleteComment {...where} reader={reader} onDone={finish} />}
        {doing === null && (
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

function Act({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="min-h-11 rounded-md px-2 font-medium text-muted text-sm transition-colors hover:text-ink"
    >
      {label}
    </button>
  )
}
