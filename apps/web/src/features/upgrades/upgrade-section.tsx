import type { ChildView } from '@kinkeep/contracts/children'
import type { CircleView } from '@kinkeep/contracts/circles'
import { can } from '@kinkeep/contracts/roles'
import { Button } from '@kinkeep/ui/button'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { lazy, Suspense, useState } from 'react'
import { ListError } from '../../components/list-error.tsx'
import { LoadMore } from '../../components/load-more.tsx'
import { Section } from '../../components/section.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { MyProfile } from './my-profile.tsx'
import { PendingUpgrade } from './pending-upgrade.tsx'
import { UpgradeTrail } from './upgrade-trail.tsx'

const RequestUpgrade = lazy(() => import('./request-upgrade.tsx'))

export interface UpgradeSectionProps {
  circle: CircleView
  child: ChildView
}

/** Whose profile this is: for admins the way to hand it over, for the grown child what they may do with it. */
export function UpgradeSection({ circle, child }: UpgradeSectionProps) {
  if (child.isMine) return <MyProfile child={child} />
  return can(circle.role, 'upgrade.read') ? <Handover circle={circle} child={child} /> : null
}

function Handover({ circle, child }: UpgradeSectionProps) {
  const { t } = useTranslation()
  const [offering, setOffering] = useState(false)
  const one = { circleId: circle.id, childId: child.id }
  const audit = trpc.circles.children.upgradeAudit.useInfiniteQuery(one, {
    getNextPageParam: (page) => page.nextCursor,
  })
  const current = audit.data?.pages[0]?.current
  const items = audit.data?.pages.flatMap((page) => page.items) ?? []
  const waits = current?.state === 'pending' || current?.state === 'expired'
  return (
    <Section
      title={t('upgrades.title')}
      lead={t(child.isGrown ? 'upgrades.grownLead' : 'upgrades.lead', { name: child.name })}
    >
      {audit.error && !audit.data && <ListError error={audit.error} onRetry={() => void audit.refetch()} />}
      {!audit.data && !audit.error && <Skeleton className="h-18 w-full rounded-lg" />}
      {current && waits && <PendingUpgrade circle={circle} child={child} upgrade={current} />}
      {audit.data && !child.isGrown && !waits && (
        <Button tone="secondary" onClick={() => setOffering(true)}>
          {t('upgrades.offer')}
        </Button>
      )}
      {current && <UpgradeTrail circle={circle} child={child} upgrade={current} entries={items} />}
      <LoadMore query={audit} />
      {offering && (
        <Suspense>
          <RequestUpgrade circle={circle} child={child} onClose={() => setOffering(false)} />
        </Suspense>
      )}
    </Section>
  )
}
