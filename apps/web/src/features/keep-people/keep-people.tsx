import type { KeepView } from '@kinkeep/contracts/keeps'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { ageAt } from './age-at.ts'
import { useProfiles } from './use-profiles.ts'

export interface KeepPeopleProps {
  circleId: string
  keep: Pick<KeepView, 'childIds' | 'petIds' | 'happenedAt' | 'datePrecision'>
}

/** "Mila, 2 y 3 m · Rex": whom a keep shows, with how old the children were then. Its line is there before they are. */
export function KeepPeople({ circleId, keep }: KeepPeopleProps) {
  const { t } = useTranslation()
  const profiles = useProfiles(circleId)
  const children = keep.childIds.flatMap((id) => profiles?.children.find((child) => child.id === id) ?? [])
  const pets = keep.petIds.flatMap((id) => profiles?.pets.find((pet) => pet.id === id) ?? [])
  const shown = [
    ...children.map(({ id, name, birthdate }) => ({
      ...{ id, name },
      age: ageAt(t, birthdate, keep.happenedAt, keep.datePrecision),
    })),
    ...pets.map(({ id, name }) => ({ id, name, age: undefined })),
  ]
  if (profiles && shown.length === 0) return null
  return (
    <p className="min-h-5 text-sm">
      {shown.length > 0 && <span className="sr-only">{t('keepPeople.shows')} </span>}
      {shown.map(({ id, name, age }, index) => (
        <span key={id}>
          {index > 0 && <span aria-hidden="true"> · </span>}
          {index > 0 && <span className="sr-only">, </span>}
          <span className="inline-block max-w-full break-words">
            {age === undefined ? name : `${name}, ${age}`}
          </span>
        </span>
      ))}
    </p>
  )
}
