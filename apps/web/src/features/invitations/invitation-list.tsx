import type { InvitationView } from '@kinkeep/contracts/circles'
import { limits } from '@kinkeep/contracts/limits'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { ChevronRight } from 'lucide-react'
import { ListError } from '../../components/list-error.tsx'
import { LoadMore } from '../../components/load-more.tsx'
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
  const open = items.filter(({ state }) => state === 'pending')
  const ended = items.filter(({ state }) => state !== 'pending')
  const row = (invitation: InvitationView) => (
    <InvitationRow key={invitation.id} invitation={invitation} actions={actions} />
  )
  return (
    <>
      {open.length === 0 && <p className="text-muted text-sm">{t('invite.none')}</p>}
      {open.length > 0 && (
        <ul className="divide-y divide-line rounded-lg border border-line bg-surface">{open.map(row)}</ul>
      )}
      {ended.length > 0 && (
        <details className="group mt-3">
          <summary className="flex min-h-11 w-fit list-none items-center gap-1.5 rounded-md font-medium text-muted text-sm hover:text-ink">
            <ChevronRight
              size={18}
              className="transition-transform group-open:rotate-90"
              aria-hidden="true"
            />
            {t('invite.ended', { count: ended.length })}
          </summary>
          <ul className="mt-1 divide-y divide-line rounded-lg border border-line">{ended.map(row)}</ul>
        </details>
      )}
      <LoadMore query={invitations} />
    </>
  )
}
