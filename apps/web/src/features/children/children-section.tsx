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
import { ageText } from './age-text.ts'
import { ChildPicture } from './child-picture.tsx'
import { childrenOf } from './children-queries.ts'

const CreateChild = lazy(() => import('./create-child.tsx'))

export interface ChildrenSectionProps {
  circleId: string
  circle: Pick<CircleView, 'role'>
}

/** The children of a family, oldest first, with how old they are now. */
export function ChildrenSection({ circleId, circle }: ChildrenSectionProps) {
  const { t } = useTranslation()
  const [creating, setCreating] = useState(false)
  const children = trpc.circles.children.list.useQuery(childrenOf(circleId))
  const items = children.data?.items
  const mayCreate = can(circle.role, 'child.create') && items && items.length < limits.childrenPerCircle
  return (
    <Section title={t('children.title')} lead={t('children.lead')}>
      {children.error && !items && (
        <ListError error={children.error} onRetry={() => void children.refetch()} />
      )}
      {!items && !children.error && <Skeleton className="h-20 w-full rounded-lg" />}
      {items?.length === 0 && <p className="text-muted text-sm">{t('children.none')}</p>}
      {items && items.length > 0 && (
        <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
          {items.map((child) => (
            <li key={child.id}>
              <Link
                to="/c/$circleId/children/$childId"
                params={{ circleId, childId: child.id }}
                className="flex min-h-20 items-center gap-4 px-4 py-2 transition-colors hover:bg-sunk focus-visible:-outline-offset-3"
              >
                <ChildPicture circleId={circleId} child={child} />
                <span className="min-w-0 grow">
                  <span className="block break-words font-medium">{child.name}</span>
                  <span className="block text-muted text-sm">{ageText(t, child.birthdate, today())}</span>
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
            {t('children.create')}
          </Button>
        </div>
      )}
      {creating && (
        <Suspense>
          <CreateChild circleId={circleId} onClose={() => setCreating(false)} />
        </Suspense>
      )}
    </Section>
  )
}
