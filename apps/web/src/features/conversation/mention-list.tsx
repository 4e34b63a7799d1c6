import { Avatar } from '@kinkeep/ui/avatar'
import { avatarUrl } from '../../lib/avatar-url.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import type { Mentionable } from './use-mentionable.ts'

export interface MentionListProps {
  id: string
  people: readonly Mentionable[]
  /** Which of them Enter takes. */
  active: number
  onPick: (person: Mentionable) => void
}

export function optionId(listId: string, index: number): string {
  return `${listId}-${index}`
}

/** Members to call by name, above the field: below it the keyboard of a phone lies. */
export function MentionList({ id, people, active, onPick }: MentionListProps) {
  const { t } = useTranslation()
  return (
    <div
      id={id}
      role="listbox"
      aria-label={t('conversation.whomToMention')}
      className="absolute bottom-full left-0 z-10 mb-1 max-h-56 w-full max-w-80 overflow-y-auto rounded-lg border border-line bg-surface p-1 shadow-floating"
    >
      {people.map((person, index) => (
        <div
          key={person.userId}
          id={optionId(id, index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          // The field keeps the focus, and with it the caret.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onPick(person)}
          onKeyDown={() => undefined}
          className="flex min-h-11 cursor-pointer items-center gap-3 rounded-md px-2 aria-selected:bg-sunk"
        >
          <Avatar
            name={person.name}
            seed={person.userId}
            size="sm"
            src={avatarUrl(person.userId, person.avatarId)}
          />
          <span className="truncate">{person.name}</span>
        </div>
      ))}
    </div>
  )
}
