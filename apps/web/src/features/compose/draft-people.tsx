import { Avatar } from '@kinkeep/ui/avatar'
import { Check } from 'lucide-react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import type { Profiles } from '../keep-people/use-profiles.ts'
import { mediaUrl } from '../timeline/media-url.ts'
import type { Draft } from './draft.ts'

export interface DraftPeopleProps {
  circleId: string
  profiles: Profiles
  draft: Pick<Draft, 'childIds' | 'petIds'>
  onChange: (change: Partial<Draft>) => void
}

/** Who is on it: a switch for each child and each pet. Nothing, where the circle has none. */
export function DraftPeople({ circleId, profiles: { children, pets }, draft, onChange }: DraftPeopleProps) {
  const { t } = useTranslation()
  if (children.length + pets.length === 0) return null
  const toggled = (ids: readonly string[], id: string) =>
    ids.includes(id) ? ids.filter((each) => each !== id) : [...ids, id]
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 font-medium text-sm">{t('keepPeople.who')}</legend>
      <div className="flex flex-wrap gap-2">
        {children.map((child) => (
          <PersonChip
            key={child.id}
            {...{ circleId }}
            profile={child}
            checked={draft.childIds.includes(child.id)}
            onToggle={() => onChange({ childIds: toggled(draft.childIds, child.id) })}
          />
        ))}
        {pets.map((pet) => (
          <PersonChip
            key={pet.id}
            {...{ circleId }}
            profile={pet}
            checked={draft.petIds.includes(pet.id)}
            onToggle={() => onChange({ petIds: toggled(draft.petIds, pet.id) })}
          />
        ))}
      </div>
    </fieldset>
  )
}

interface PersonChipProps {
  circleId: string
  profile: { id: string; name: string; avatarMediaId: string | null; avatarVersion: number | null }
  checked: boolean
  onToggle: () => void
}

function PersonChip({ circleId, profile, checked, onToggle }: PersonChipProps) {
  const { id, name, avatarMediaId, avatarVersion } = profile
  return (
    <label className="flex min-h-11 max-w-full cursor-pointer items-center gap-2 rounded-full border border-edge bg-surface py-1 pr-4 pl-1.5 font-medium text-sm transition-colors hover:bg-sunk has-checked:border-accent has-checked:bg-accent-soft has-checked:text-accent has-focus-visible:outline-3 has-focus-visible:outline-accent has-focus-visible:outline-offset-2">
      <input
        type="checkbox"
        name="who"
        value={id}
        checked={checked}
        onChange={onToggle}
        className="sr-only"
      />
      <span className="relative inline-flex shrink-0">
        <Avatar
          name={name}
          seed={id}
          size="sm"
          src={
            avatarMediaId &&
            mediaUrl(circleId, { id: avatarMediaId, version: avatarVersion ?? 1 }, 'thumbnail')
          }
        />
        {checked && (
          <span className="absolute inset-0 grid place-items-center rounded-full bg-accent text-accent-ink">
            <Check size={18} strokeWidth={3} aria-hidden="true" />
          </span>
        )}
      </span>
      <span className="truncate">{name}</span>
    </label>
  )
}
