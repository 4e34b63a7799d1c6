import { limits } from '@kinkeep/contracts/limits'
import { Button } from '@kinkeep/ui/button'
import { IconButton } from '@kinkeep/ui/icon-button'
import { CircleAlert, SendHorizontal } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import type { CommentDraft } from './comment-draft.ts'
import { MentionList, optionId } from './mention-list.tsx'
import { completeMention, findMentionQuery } from './mentions.ts'
import type { TalkReader } from './talk-reader.ts'
import { useMentionable } from './use-mentionable.ts'

export interface CommentFormProps {
  circleId: string
  keepId: string
  reader: TalkReader
  label: string
  draft: CommentDraft
  takesFocus?: boolean
  onChange: (draft: CommentDraft) => void
  onSend: () => void
  /** Escape, and what else stands beside the field. */
  onCancel?: () => void
  children?: ReactNode
}

/** A field that grows with what is written; Enter makes a line, Ctrl and Enter sends, and an @ offers the members. */
export function CommentForm({
  circleId,
  keepId,
  reader,
  label,
  draft,
  takesFocus = false,
  ...on
}: CommentFormProps) {
  const { t } = useTranslation()
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const [wasEmpty, setWasEmpty] = useState(false)
  const [caret, setCaret] = useState(0)
  const [placed, setPlaced] = useState<number>()
  const { body, mentioned } = draft
  const query = reader.seesPictures ? findMentionQuery(body, caret) : undefined
  const people = useMentionable({ circleId, keepId, query })
  const rest = limits.commentLength - body.length
  const problem =
    wasEmpty && body.trim() === '' ? t('conversation.empty') : rest < 0 ? t('conversation.tooLong') : null

  // After the words are there: before, there is no such place in them.
  useLayoutEffect(() => {
    if (placed === undefined) return
    field.current?.setSelectionRange(placed, placed)
    setPlaced(undefined)
  }, [placed])
  const pick = (person: { userId: string; name: string }) => {
    if (!query) return
    const completed = completeMention(body, caret, query, person.name)
    const { userId, name } = person
    on.onChange({ body: completed.body, mentioned: [...mentioned, { userId, name }] })
    setCaret(completed.caret)
    setPlaced(completed.caret)
    field.current?.focus()
  }
  const send = () => {
    setWasEmpty(body.trim() === '')
    field.current?.focus()
    if (body.trim() !== '' && rest >= 0) on.onSend()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (people.onKey(event, pick)) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      send()
    } else if (event.key === 'Escape' && on.onCancel) {
      event.preventDefault()
      event.stopPropagation()
      on.onCancel()
    }
  }
  const listId = `${id}-people`
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <div className="relative">
        {people.isOpen && (
          <MentionList id={listId} people={people.found} active={people.active} onPick={pick} />
        )}
        <div className="flex items-end gap-1 rounded-lg border border-edge bg-surface pr-1 focus-within:outline-2 focus-within:outline-accent">
          <textarea
            ref={field}
            aria-label={label}
            placeholder={label}
            aria-invalid={problem !== null || undefined}
            aria-describedby={problem === null ? undefined : `${id}-problem`}
            {...(reader.seesPictures && { 'aria-autocomplete': 'list', 'aria-haspopup': 'listbox' })}
            aria-controls={people.isOpen ? listId : undefined}
            aria-activedescendant={people.isOpen ? optionId(listId, people.active) : undefined}
            // biome-ignore lint/a11y/noAutofocus: it was opened to write in
            autoFocus={takesFocus}
            rows={1}
            value={body}
            onChange={({ target }) => {
              setCaret(target.selectionStart)
              on.onChange({ body: target.value, mentioned })
            }}
            onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
            onBlur={people.close}
            onKeyDown={onKeyDown}
            className="field-sizing-content max-h-48 min-h-12 grow resize-none bg-transparent px-3.5 py-2.5 text-base outline-none placeholder:text-muted"
          />
          <span className="big:hidden flex h-12 items-center">
            <IconButton
              type="submit"
              label={t('conversation.send')}
              icon={<SendHorizontal size={21} aria-hidden="true" />}
            />
          </span>
        </div>
      </div>
      <p role="status" className="sr-only">
        {people.isOpen && t('conversation.peopleFound', { count: people.found.length })}
      </p>
      {/* In words for those to whom a paper plane says nothing. */}
      <div className="mt-3 big:block hidden">
        <Button type="submit" size="lg" wide>
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
