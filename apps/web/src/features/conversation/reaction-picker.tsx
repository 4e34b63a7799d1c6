import { type ReactionKind, reactionKinds } from '@kinkeep/contracts/reaction-kinds'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { ReactionMark } from './reaction-mark.tsx'

export interface ReactionPickerProps {
  id: string
  current: ReactionKind | null
  /** Takes the focus: it was opened by somebody who will choose by keys or by voice. */
  takesFocus: boolean
  onPick: (kind: ReactionKind) => void
  onClose: () => void
}

/** The five reactions in a row, over the button that opened it. */
export function ReactionPicker({ id, current, takesFocus, onPick, onClose }: ReactionPickerProps) {
  const { t } = useTranslation()
  const row = useRef<HTMLDivElement>(null)
  const focus = (index: number) =>
    row.current?.querySelectorAll('button')[(index + reactionKinds.length) % reactionKinds.length]?.focus()
  useEffect(() => {
    if (takesFocus) row.current?.querySelectorAll('button')[indexOf(current)]?.focus()
  }, [takesFocus, current])

  const keys: Record<string, (index: number) => void> = {
    ArrowRight: (index) => focus(index + 1),
    ArrowLeft: (index) => focus(index - 1),
    Home: () => focus(0),
    End: () => focus(-1),
    Escape: onClose,
  }
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    const act = keys[event.key]
    if (!act) return
    // Neither the dialog around it nor the photos behind it are meant.
    event.preventDefault()
    event.stopPropagation()
    act(index)
  }
  return (
    <div
      ref={row}
      id={id}
      role="toolbar"
      aria-label={t('talk.pick')}
      className="absolute bottom-full left-0 z-10 mb-1 flex animate-rise rounded-full border border-line bg-surface p-1 shadow-floating"
    >
      {reactionKinds.map((kind, index) => (
        <button
          key={kind}
          type="button"
          aria-label={t(`talk.kinds.${kind}`)}
          aria-pressed={kind === current}
          title={t(`talk.kinds.${kind}`)}
          tabIndex={index === indexOf(current) ? 0 : -1}
          onKeyDown={(event) => onKeyDown(event, index)}
          onClick={() => onPick(kind)}
          className="grid size-11 place-items-center rounded-full transition-transform hover:bg-sunk motion-safe:hover:scale-115 aria-pressed:bg-accent-soft"
        >
          <ReactionMark kind={kind} size={28} />
        </button>
      ))}
    </div>
  )
}

function indexOf(kind: ReactionKind | null): number {
  return Math.max(0, reactionKinds.indexOf(kind ?? 'like'))
}
