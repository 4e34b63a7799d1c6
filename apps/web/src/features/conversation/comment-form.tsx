import { limits } from '@kinkeep/contracts/limits'
import { Button } from '@kinkeep/ui/button'
import { IconButton } from '@kinkeep/ui/icon-button'
import { CircleAlert, SendHorizontal } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'

export interface CommentFormProps {
  label: string
  body: string
  /** What went wrong with sending these words; null when nothing did. */
  error: string | null
  pending: boolean
  takesFocus?: boolean
  onChange: (body: string) => void
  onSend: () => void
  /** Escape, and what else stands beside the field. */
  onCancel?: () => void
  children?: ReactNode
}

/** A field that grows with what is written; Enter makes a line, Ctrl and Enter sends. */
export function CommentForm({ label, body, error, pending, takesFocus = false, ...on }: CommentFormProps) {
  const { t } = useTranslation()
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const [wasEmpty, setWasEmpty] = useState(false)
  const rest = limits.commentLength - body.length
  const problem =
    wasEmpty && body.trim() === '' ? t('conversation.empty') : rest < 0 ? t('conversation.tooLong') : error
  const send = () => {
    setWasEmpty(body.trim() === '')
    field.current?.focus()
    if (!pending && body.trim() !== '' && rest >= 0) on.onSend()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      send()
    } else if (event.key === 'Escape' && on.onCancel) {
      event.preventDefault()
      event.stopPropagation()
      on.onCancel()
    }
  }
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <div className="flex items-end gap-1 rounded-lg border border-edge bg-surface pr-1 focus-within:outline-2 focus-within:outline-accent">
        <textarea
          ref={field}
          aria-label={label}
          placeholder={label}
          aria-invalid={problem !== null || undefined}
          aria-describedby={problem === null ? undefined : `${id}-problem`}
          // biome-ignore lint/a11y/noAutofocus: it was opened to write in
          autoFocus={takesFocus}
          rows={1}
          value={body}
          onChange={({ target }) => on.onChange(target.value)}
          onKeyDown={onKeyDown}
          className="field-sizing-content max-h-48 min-h-12 grow resize-none bg-transparent px-3.5 py-2.5 text-base outline-none placeholder:text-muted"
        />
        <span className="big:hidden flex h-12 items-center">
          <IconButton
            type="submit"
            label={t('conversation.send')}
            aria-disabled={pending}
            icon={<SendHorizontal size={21} aria-hidden="true" />}
          />
        </span>
      </div>
      {/* In words for those to whom a paper plane says nothing. */}
      <div className="mt-3 big:block hidden">
        <Button type="submit" size="lg" wide pending={pending}>
          {t('conversation.send')}
        </Button>
      </div>
      <div className="flex flex-wrap items-center gap-x-3">
        {problem !== null && (
          <p
            id={`${id}-problem`}
            role="alert"
            className="mt-1.5 flex items-start gap-1.5 font-medium text-danger text-sm"
          >
            <CircleAlert size={16} className="mt-0.5 shrink-0" aria-hidden="true" />
            {problem}
          </p>
        )}
        {rest < 200 && (
          <p className="mt-1.5 text-muted text-xs tabular-nums">
            {t('conversation.rest', { count: Math.max(0, rest) })}
          </p>
        )}
        {on.children}
      </div>
    </form>
  )
}
