import type { KeepView } from '@kinkeep/contracts/keeps'
import { reactionKinds } from '@kinkeep/contracts/reaction-kinds'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { ReactionMark } from '../conversation/reaction-mark.tsx'
import { useReaction } from '../conversation/use-reaction.ts'

/** All five in a row, large: nothing to find, nothing to hold. A second tap takes it back. */
export function GuestReactions({ circleId, keep }: { circleId: string; keep: KeepView }) {
  const { t } = useTranslation()
  const { reactions, myReaction, react } = useReaction(circleId, keep)
  return (
    <fieldset className="grid grid-cols-5 gap-1">
      <legend className="sr-only">{t('talk.pick')}</legend>
      {reactionKinds.map((kind) => {
        const isMine = kind === myReaction
        const count = reactions[kind]
        const name = t(`talk.kinds.${kind}`)
        return (
          <button
            key={kind}
            type="button"
            aria-pressed={isMine}
            aria-label={count > 0 ? t('guests.reaction', { kind: name, count }) : name}
            onClick={() => react(isMine ? null : kind)}
            className="flex min-h-14 items-center justify-center gap-1.5 rounded-md border-2 border-transparent bg-sunk font-semibold tabular-nums transition-colors hover:border-edge aria-pressed:border-accent aria-pressed:bg-accent-soft"
          >
            <ReactionMark kind={kind} size={30} />
            {count > 0 && count}
          </button>
        )
      })}
    </fieldset>
  )
}
