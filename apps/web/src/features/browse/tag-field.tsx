import { limits } from '@kinkeep/contracts/limits'
import { controlClass, Field } from '@kinkeep/ui/field'
import { X } from 'lucide-react'
import { type KeyboardEvent, useId, useState } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { toTag } from './to-tag.ts'

export interface TagFieldProps {
  circleId: string
  tags: readonly string[]
  onChange: (tags: string[]) => void
}

/**
 * Tags as they are typed: Enter or a comma adds one, Backspace in the empty field takes the last one back, the arrows
 * go through what the circle has used before.
 */
export function TagField({ circleId, tags, onChange }: TagFieldProps) {
  const { t } = useTranslation()
  const listId = useId()
  const [typed, setTyped] = useState('')
  const [marked, setMarked] = useState(-1)
  const [isOpen, setOpen] = useState(false)
  const startsWith = toTag(typed)
  const { data } = trpc.keeps.tags.useQuery(
    { circleId, limit: 8, ...(startsWith && { startsWith }) },
    { enabled: isOpen, placeholderData: (before) => before, staleTime: 30_000 },
  )
  const isFull = tags.length >= limits.tagsPerKeep
  const offered = isOpen && !isFull ? (data?.items ?? []).filter(({ tag }) => !tags.includes(tag)) : []

  const add = (text: string) => {
    const some = text.split(',').map(toTag).filter(Boolean)
    onChange([...new Set([...tags, ...some])].slice(0, limits.tagsPerKeep))
    setTyped('')
    setMarked(-1)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') {
      const offer = offered[marked]
      if (!offer && startsWith === '') return
      event.preventDefault()
      add(offer?.tag ?? typed)
    } else if (event.key === 'Backspace' && typed === '') onChange(tags.slice(0, -1))
    else if (event.key === 'Escape' && offered.length > 0) {
      event.stopPropagation()
      setOpen(false)
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && offered.length > 0) {
      event.preventDefault()
      const step = event.key === 'ArrowDown' ? 1 : -1
      setMarked((marked + step + offered.length + (marked < 0 && step < 0 ? 1 : 0)) % offered.length)
    }
  }
  return (
    <div className="flex flex-col gap-2">
      <Field
        label={t('browse.tags')}
        hint={isFull ? t('browse.enoughTags', { count: limits.tagsPerKeep }) : t('browse.tagsHint')}
        error={null}
      >
        {(control) => (
          <div className="relative">
            <input
              {...control}
              type="text"
              role="combobox"
              aria-expanded={offered.length > 0}
              aria-controls={listId}
              aria-autocomplete="list"
              aria-activedescendant={marked >= 0 && offered[marked] ? `${listId}-${marked}` : undefined}
              autoComplete="off"
              autoCapitalize="none"
              enterKeyHint="done"
              value={typed}
              maxLength={limits.tagLength}
              readOnly={isFull}
              onFocus={() => setOpen(true)}
              onBlur={() => {
                setOpen(false)
                // What was typed was meant, also by whoever goes straight to the button.
                if (startsWith !== '') add(typed)
              }}
              onKeyDown={onKeyDown}
              onChange={({ target }) => {
                setOpen(true)
                setMarked(-1)
                if (target.value.includes(',')) add(target.value)
                else setTyped(target.value)
              }}
              className={controlClass}
            />
            <div
              id={listId}
              role="listbox"
              aria-label={t('browse.tags')}
              className={
                offered.length > 0
                  ? 'absolute inset-x-0 top-full z-10 mt-1 max-h-64 overflow-y-auto rounded-md border border-line bg-surface p-1 shadow-floating'
                  : 'hidden'
              }
            >
              {offered.map(({ tag, keeps }, index) => (
                // The field keeps the focus and hears the keys.
                <div
                  key={tag}
                  id={`${listId}-${index}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={index === marked}
                  onPointerDown={(event) => {
                    event.preventDefault()
                    add(tag)
                  }}
                  className="flex min-h-11 cursor-pointer items-center justify-between gap-4 rounded-sm px-3 text-sm hover:bg-sunk aria-selected:bg-accent-soft"
                >
                  <span className="truncate">#{tag}</span>
                  <span className="shrink-0 text-muted text-xs">
                    {keeps >= limits.tagCountMax
                      ? t('browse.tagCountMany', { count: keeps })
                      : t('browse.tagCount', { count: keeps })}
                  </span>
                </div>
              ))}
            </div>
          </div>
        )}
      </Field>
      {tags.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {tags.map((tag) => (
            <li key={tag} className="max-w-full">
              <button
                type="button"
                aria-label={t('browse.removeTag', { tag })}
                onClick={() => onChange(tags.filter((each) => each !== tag))}
                className="inline-flex min-h-11 max-w-full items-center gap-2 rounded-full bg-accent-soft pr-3 pl-4 font-medium text-accent text-sm hover:bg-sunk"
              >
                <span className="truncate">#{tag}</span>
                <X size={16} aria-hidden="true" className="shrink-0" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
