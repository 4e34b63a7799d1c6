import type { CircleView } from '@kinkeep/contracts/circles'
import { limits } from '@kinkeep/contracts/limits'
import { can } from '@kinkeep/contracts/roles'
import { Button } from '@kinkeep/ui/button'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { Link } from '@tanstack/react-router'
import { ChevronRight, Plus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { ListError } from '../../components/list-error.tsx'
import { Section } from '../../components/section.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { today } from '../timeline/wall-date.ts'
import { PetPicture } from './pet-picture.tsx'
import { petLine } from './pet-text.ts'
import { petsOf } from './pets-queries.ts'

const CreatePet = lazy(() => import('./create-pet.tsx'))

export interface PetsSectionProps {
  circleId: string
  circle: Pick<CircleView, 'role'>
}

/** The animals of a family: those that live with it, and after them those it remembers. */
export function PetsSection({ circleId, circle }: PetsSectionProps) {
  const { t } = useTranslation()
  const [creating, setCreating] = useState(false)
  const pets = trpc.circles.pets.list.useQuery(petsOf(circleId))
  const items = pets.data?.items
  const shown = items && [
    ...items.filter(({ diedOn }) => diedOn === null),
    ...items.filter(({ diedOn }) => diedOn !== null),
  ]
  const mayCreate = can(circle.role, 'pet.create') && items && items.length < limits.petsPerCircle
  return (
    <Section title={t('pets.title')} lead={t('pets.lead')}>
      {pets.error && !items && <ListError error={pets.error} onRetry={() => void pets.refetch()} />}
      {!items && !pets.error && <Skeleton className="h-18 w-full rounded-lg" />}
      {shown?.length === 0 && <p className="text-muted text-sm">{t('pets.none')}</p>}
      {shown && shown.length > 0 && (
        <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
          {shown.map((pet) => (
            <li key={pet.id}>
              <Link
                to="/c/$circleId/pets/$petId"
                params={{ circleId, petId: pet.id }}
                className="flex min-h-18 items-center gap-4 px-4 py-2 transition-colors hover:bg-sunk focus-visible:-outline-offset-3"
              >
                <PetPicture circleId={circleId} pet={pet} />
                <span className="min-w-0 grow">
                  <span className="block break-words font-medium">{pet.name}</span>
                  <span className="block break-words text-muted text-sm">{petLine(pet, today(), t)}</span>
                </span>
                <ChevronRight size={20} className="shrink-0 text-muted" aria-hidden="true" />
              </Link>
            </li>
          ))}
        </ul>
      )}
      {mayCreate && (
        <div className="mt-4">
          <Button tone="secondary" onClick={() => setCreating(true)}>
            <Plus size={20} aria-hidden="true" />
            {t('pets.create')}
          </Button>
        </div>
      )}
      {creating && (
        <Suspense>
          <CreatePet circleId={circleId} onClose={() => setCreating(false)} />
        </Suspense>
      )}
    </Section>
  )
}
