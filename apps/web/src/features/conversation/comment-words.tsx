import type { CommentView } from '@kinkeep/contracts/comments'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { splitByMentions } from './mentions.ts'

/** What was said, with the names of those who were called. Whoever is called otherwise now, or has left, is so named. */
export function CommentWords({ body, mentions }: Pick<CommentView, 'mentions'> & { body: string }) {
  const { t } = useTranslation()
  return (
    <p className="whitespace-pre-line break-words">
      {splitByMentions(body, mentions).map((piece, index) => {
        const key = `${index}`
        if (!('mention' in piece)) return <span key={key}>{piece.words}</span>
        const { name, said } = piece.mention
        const now = name === null ? t('conversation.hasLeft') : name === said ? undefined : name
        return (
          <span
            key={key}
            className={name === null ? 'font-semibold' : 'font-semibold text-accent'}
            title={now}
          >
            {piece.words}
            {now !== undefined && <span className="sr-only"> ({now})</span>}
          </span>
        )
      })}
    </p>
  )
}
