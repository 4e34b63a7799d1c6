import { limits } from '@kinkeep/contracts/limits'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { ListError } from '../../components/list-error.tsx'
import { LoadMore } from '../../components/load-more.tsx'
import { OpenAndEnded } from '../../components/open-and-ended.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { InvitationRow } from './invitation-row.tsx'
import { useInvitationActions } from './use-invitation-actions.ts'

/** Invitations that can still be answered, and folded away what became of the others. */
export function InvitationList({ circleId }: { circleId: string }) {
  const { t } = useTranslation()
  const actions = useInvitationActions(circleId)
  const invitations = trpc.circles.invitations.list.useInfiniteQuery(
    { circleId, limit: limits.pageMax },
    { getNextPageParam: (page) => page.nextCursor },
  )
  const { error } = invitations
  if (!invitations.data) {
    if (error) return <ListError error={error} onRetry={() => void invitations.refetch()} />
    return <Skeleton className="h-18 w-full rounded-lg" />
  }
  const items = invitations.data.pages.flatMap((page) => page.items)
  return (
    <>
      <OpenAndEnded
        items={items}
        hasEnded={({ state }) => state !== 'pending'}
        row={(invitation) => <InvitationRow key={invitation.id} invitation={invitation} actions={actions} />}
        none={t('invite.none')}
        endedLabel={(count) => t('invite.ended', { count })}
      />
      <LoadMore query={invitations} />
    </>
  )
}
