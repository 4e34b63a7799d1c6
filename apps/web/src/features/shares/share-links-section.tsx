import type { CircleView } from '@kinkeep/contracts/circles'
import { limits } from '@kinkeep/contracts/limits'
import { can } from '@kinkeep/contracts/roles'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { ListError } from '../../components/list-error.tsx'
import { LoadMore } from '../../components/load-more.tsx'
import { Section } from '../../components/section.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { ShareButton } from './share-button.tsx'
import { ShareLinkList } from './share-link-list.tsx'

const ShareDialog = lazy(() => import('./share-dialog-with-words.tsx'))

/** What the viewer of photos writes behind the address of this page: the keep that is to be shared. */
const sharedKeep = /^share-([0-9a-f-]{36})$/

export interface ShareLinksSectionProps {
  circle: Pick<CircleView, 'id' | 'role'>
}

/** What of the circle can be seen from outside: one's own links, and for admins all of them. */
export function ShareLinksSection({ circle }: ShareLinksSectionProps) {
  return can(circle.role, 'shareLink.list') ? <ShareLinks circle={circle} /> : null
}

function ShareLinks({ circle: { id: circleId, role } }: ShareLinksSectionProps) {
  const { t } = useTranslation()
  const links = trpc.keeps.shareLinks.list.useInfiniteQuery(
    { circleId, limit: limits.pageMax },
    { getNextPageParam: (page) => page.nextCursor },
  )
  const navigate = useNavigate()
  const { hash } = useLocation()
  const keepId = sharedKeep.exec(hash)?.[1]
  const items = links.data?.pages.flatMap((page) => page.items)
  const sharesAll = can(role, 'shareLink.createForOthers')
  return (
    <Section title={t('shares.sectionTitle')} lead={t('shares.sectionLead')}>
      {links.error && !items && <ListError error={links.error} onRetry={() => void links.refetch()} />}
      {!items && !links.error && <Skeleton className="h-18 w-full rounded-lg" />}
      {items && <ShareLinkList circleId={circleId} links={items} now={new Date(links.dataUpdatedAt)} />}
      <LoadMore query={links} />
      <p className="mt-4 text-muted text-sm">{sharesAll ? t('shares.howAll') : t('shares.howOwn')}</p>
      {sharesAll && (
        <div className="mt-3">
          <ShareButton circleId={circleId} subject={{ kind: 'range' }} label={t('shares.shareDays')} />
        </div>
      )}
      {keepId !== undefined && (
        <Suspense>
          <ShareDialog
            circleId={circleId}
            subject={{ kind: 'keep', keepId }}
            onClose={() =>
              void navigate({ to: '/c/$circleId/settings', params: { circleId }, hash: '', replace: true })
            }
          />
        </Suspense>
      )}
    </Section>
  )
}
