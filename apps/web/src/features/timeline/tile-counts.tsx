import type { KeepView } from '@kinkeep/contracts/keeps'
import { MessageCircle } from 'lucide-react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { ReactionMark } from '../conversation/reaction-mark.tsx'
import { chosenKinds, countReactions } from '../conversation/shown-reactions.ts'

/** On a picture that has no card: that somebody reacted to it, or said something. */
export function TileCounts({ keep }: { keep: Pick<KeepView, 'reactions' | 'commentCount'> }) {
  const { t } = useTranslation()
  const count = countReactions(keep)
  const [most] = chosenKinds(keep)
  if (!most && keep.commentCount === 0) return null
  return (
    <p className="pointer-events-none absolute bottom-1.5 left-1.5 flex items-center gap-2 rounded-full bg-night/65 px-2 py-0.5 text-snow text-xs tabular-nums">
      {most && (
        <span className="flex items-center gap-1">
          <ReactionMark kind={most} size={15} />
          <span aria-hidden="true">{count}</span>
          <span className="sr-only">{t('talk.reactions', { count })}</span>
        </span>
      )}
      {keep.commentCount > 0 && (
        <span className="flex items-center gap-1">
          <MessageCircle size={14} aria-hidden="true" />
          <span aria-hidden="true">{keep.commentCount}</span>
          <span className="sr-only">{t('talk.comments', { count: keep.commentCount })}</span>
        </span>
      )}
    </p>
  )
}
