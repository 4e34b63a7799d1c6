import { ageOn, dayOfAge } from '@kinkeep/contracts/ages'
import type { ChildView, ThenAndNowView } from '@kinkeep/contracts/children'
import { limits } from '@kinkeep/contracts/limits'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { keepPreviousData } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useDeferredValue, useId, useState } from 'react'
import { ListError } from '../../components/list-error.tsx'
import { Section } from '../../components/section.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { Photo } from '../timeline/photo.tsx'
import { formatShortDay, today } from '../timeline/wall-date.ts'
import { ageText, monthsText } from './age-text.ts'

export interface ThenAndNowProps {
  circleId: string
  /** All of the circle, oldest first; two at least. */
  siblings: readonly ChildView[]
}

/** Siblings at the same age, side by side. The age is the youngest one's own until another is chosen. */
export function ThenAndNow({ circleId, siblings }: ThenAndNowProps) {
  const { t } = useTranslation()
  const id = useId()
  const ages = siblings.map(({ birthdate }) => monthsOf(birthdate))
  const oldest = Math.min(limits.thenAndNowMonths, Math.max(1, ...ages))
  const [chosen, setChosen] = useState(Math.min(oldest, Math.max(0, Math.min(...ages))))
  const months = useDeferredValue(chosen)
  const found = trpc.circles.children.thenAndNow.useQuery(
    { circleId, months },
    { placeholderData: keepPreviousData },
  )
  const reached = siblings.filter(({ birthdate }) => dayOfAge(birthdate, chosen) <= today())
  return (
    <Section title={t('children.thenAndNow')} lead={t('children.thenAndNowLead')}>
      <div className="flex flex-wrap items-center gap-x-4 print:hidden">
        <label htmlFor={id} className="font-medium text-sm">
          {t('children.ageOfPhotos')}
        </label>
        <input
          id={id}
          type="range"
          min={0}
          max={oldest}
          value={chosen}
          aria-valuetext={monthsText(t, chosen)}
          onChange={({ target }) => setChosen(Number(target.value))}
          className="h-11 min-w-0 grow basis-48 accent-accent"
        />
        <output htmlFor={id} className="w-full text-sm sm:w-44">
          {monthsText(t, chosen)}
        </output>
      </div>
      {found.error && !found.data && <ListError error={found.error} onRetry={() => void found.refetch()} />}
      {!found.data && !found.error && <Skeleton className="mt-3 h-56 w-full rounded-lg" />}
      {found.data && (
        <ul className="mt-3 grid grid-cols-2 gap-3 sm:grid-cols-3">
          {reached.map((child) => (
            <li key={child.id}>
              <Sibling
                circleId={circleId}
                child={child}
                found={found.data.items.find(({ childId }) => childId === child.id)}
              />
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

interface SiblingProps {
  circleId: string
  child: ChildView
  found: ThenAndNowView['items'][number] | undefined
}

function Sibling({ circleId, child, found }: SiblingProps) {
  const { t, language } = useTranslation()
  if (!found) {
    return (
      <div className="flex h-full flex-col rounded-lg border border-line border-dashed">
        <p className="grid aspect-square place-items-center p-4 text-center text-muted text-sm">
          {t('children.noPhotoAtAge')}
        </p>
        <p className="px-3 py-2 font-medium text-sm">{child.name}</p>
      </div>
    )
  }
  const { mediaId, width, height, thumbHash, version, happenedAt } = found
  const media = {
    ...{ id: mediaId, state: 'ready' as const, failure: null, name: '', width, height, thumbHash },
    ...{ kind: 'photo' as const, durationMs: null, version, rotation: 0, liveId: null },
  }
  return (
    <Link
      to="/c/$circleId"
      params={{ circleId }}
      search={{ at: happenedAt.slice(0, 7), photo: mediaId }}
      className="flex h-full flex-col overflow-hidden rounded-lg border border-line bg-surface transition-colors hover:border-edge"
    >
      <span className="block aspect-square">
        <Photo circleId={circleId} media={media} width={220} alt="" />
      </span>
      <span className="block px-3 py-2">
        <span className="block truncate font-medium text-sm">{child.name}</span>
        <span className="block text-muted text-xs">{ageText(t, child.birthdate, happenedAt)}</span>
        <span className="block text-muted text-xs">{formatShortDay(happenedAt, language)}</span>
      </span>
    </Link>
  )
}

function monthsOf(birthdate: string): number {
  const age = ageOn(birthdate, today())
  return age ? age.years * 12 + age.months : 0
}
