import type { CircleView } from '@kinkeep/contracts/circles'
import { limits } from '@kinkeep/contracts/limits'
import { can } from '@kinkeep/contracts/roles'
import { Button } from '@kinkeep/ui/button'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { Plus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { ListError } from '../../components/list-error.tsx'
import { LoadMore } from '../../components/load-more.tsx'
import { Section } from '../../components/section.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { GuestLinkList } from './guest-link-list.tsx'

const CreateGuestLink = lazy(() => import('./create-guest-link.tsx'))

export interface GuestLinksSectionProps {
  circleId: string
  circle: Pick<CircleView, 'name' | 'role'>
}

/** Ways in for those without an account. Admins see them, nobody else. */
export function GuestLinksSection({ circleId, circle }: GuestLinksSectionProps) {
  return can(circle.role, 'guestLink.list') ? <GuestLinks circleId={circleId} circle={circle} /> : null
}

function GuestLinks({ circleId, circle }: GuestLinksSectionProps) {
  const { t } = useTranslation()
  const [creating, setCreating] = useState(false)
  const links = trpc.circles.guestLinks.list.useInfiniteQuery(
    { circleId, limit: limits.pageMax },
    { getNextPageParam: (page) => page.nextCursor },
  )
  const items = links.data?.pages.flatMap((page) => page.items)
  return (
    <Section title={t('guests.title')} lead={t('guests.lead')}>
      {links.error && !items && <ListError error={links.error} onRetry={() => void links.refetch()} />}
      {!items && !links.error && <Skeleton className="h-18 w-full rounded-lg" />}
      {items && <GuestLinkList circleId={circleId} links={items} now={new Date(links.dataUpdatedAt)} />}
      <LoadMore query={links} />
      <div className="mt-4">
        <Button tone="secondary" onClick={() => setCreating(true)}>
          <Plus size={20} aria-hidden="true" />
          {t('guests.create')}
        </Button>
      </div>
      {creating && (
        <Suspense>
          <CreateGuestLink circleId={circleId} circleName={circle.name} onClose={() => setCreating(false)} />
        </Suspense>
      )}
    </Section>
  )
}
