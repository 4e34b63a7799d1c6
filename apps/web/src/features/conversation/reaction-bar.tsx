import type { KeepView } from '@kinkeep/contracts/keeps'
import { MessageCircle, SmilePlus, ThumbsUp } from 'lucide-react'
import { useId, useRef } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { ReactionMark } from './reaction-mark.tsx'
import { ReactionPicker } from './reaction-picker.tsx'
import { chosenKinds, countReactions } from './shown-reactions.ts'
import { usePicker } from './use-picker.ts'
import { useReaction } from './use-reaction.ts'

export interface ReactionBarProps {
  circleId: string
  keep: Pick<KeepView, 'id' | 'reactions' | 'myReaction' | 'commentCount'>
  /** `night` stands on photographs. */
  tone?: 'paper' | 'night'
  /** Opens what everybody says. */
  onTalk: () => void
}

const tones = {
  paper: 'text-muted hover:bg-sunk hover:text-ink',
  night: 'text-snow hover:bg-snow/15',
} as const

/** What one feels and says about a keep: a tap likes it or takes that back, a longer one offers all five. */
export function ReactionBar({ circleId, keep, tone = 'paper', onTalk }: ReactionBarProps) {
  const { t } = useTranslation()
  const { reactions, myReaction, react } = useReaction(circleId, keep)
  const picker = usePicker()
  const pickerId = useId()
  const toggle = useRef<HTMLButtonElement>(null)
  const count = countReactions({ reactions })
  const button = `inline-flex min-h-11 min-w-11 select-none items-center justify-center gap-1.5 rounded-full px-2.5 font-medium text-sm transition-colors ${tones[tone]}`
  const close = () => {
    picker.close()
    toggle.current?.focus()
  }
  return (
    <div className="-ml-2.5 flex items-center">
      <div className="relative flex items-center" {...picker.around}>
        <button
          ref={toggle}
          type="button"
          aria-pressed={myReaction !== null}
          aria-label={myReaction ? t('talk.mine', { kind: t(`talk.kinds.${myReaction}`) }) : t('talk.like')}
          onClick={() => {
            if (picker.takeHeld()) return
            picker.close()
            react(myReaction ? null : 'like')
          }}
          onContextMenu={(event) => event.preventDefault()}
          {...picker.press}
          className={`${button} touch-manipulation`}
        >
          {myReaction ? <ReactionMark kind={myReaction} /> : <ThumbsUp size={20} aria-hidden="true" />}
        </button>
        <button
          type="button"
          aria-label={t('talk.pick')}
          aria-expanded={picker.open !== null}
          aria-controls={picker.open ? pickerId : undefined}
          onClick={picker.ask}
          className={button}
        >
          <SmilePlus size={19} aria-hidden="true" />
        </button>
        {picker.open && (
          <ReactionPicker
            id={pickerId}
            current={myReaction}
            takesFocus={picker.open === 'asked'}
            onPick={(kind) => {
              react(kind)
              close()
            }}
            onClose={close}
          />
        )}
      </div>
      {count > 0 && (
        <button type="button" aria-label={t('talk.reactions', { count })} onClick={onTalk} className={button}>
          <span className="flex -space-x-1">
            {chosenKinds({ reactions }).map((kind) => (
              <ReactionMark key={kind} kind={kind} size={18} />
            ))}
          </span>
          <span className="tabular-nums">{count}</span>
        </button>
      )}
      <button
        type="button"
        aria-label={keep.commentCount ? t('talk.comments', { count: keep.commentCount }) : t('talk.comment')}
        onClick={onTalk}
        className={button}
      >
        <MessageCircle size={20} aria-hidden="true" />
        {keep.commentCount > 0 && <span className="tabular-nums">{keep.commentCount}</span>}
      </button>
    </div>
  )
}
