import { limits } from '@kinkeep/contracts/limits'
import { Badge } from '@kinkeep/ui/badge'
import { IconButton } from '@kinkeep/ui/icon-button'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { X } from 'lucide-react'
import { ListError } from '../../components/list-error.tsx'
import { LoadMore } from '../../components/load-more.tsx'
import { errorText } from '../../lib/error-text.ts'
import { formatDate } from '../../lib/format.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'

/** Invitations that nobody has answered yet. */
export function OpenInvitations({ circleId }: { circleId: string }) {
  const { t, language } = useTranslation()
  const cache = trpc.useUtils()
  const invitations = trpc.circles.invitations.list.useInfiniteQuery(
    { circleId, limit: limits.pageMax },
    { getNextPageParam: (page) => page.nextCursor },
  )
  const cancel = trpc.circles.invitations.cancel.useMutation({
    onError: (error) => showToast({ tone: 'error', text: errorText(error, t, language) }),
    onSettled: () => cache.circles.invitations.list.invalidate({ circleId }),
  })
  const { error } = invitations
  if (!invitations.data) {
    if (error) return <ListError error={error} onRetry={() => void invitations.refetch()} />
    return <Skeleton className="h-18 w-full rounded-lg" />
  }

  const items = invitations.data.pages.flatMap((page) => page.items)
  if (items.length === 0) return <p className="text-muted text-sm">{t('invite.none')}</p>
  return (
    <>
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {items.map(({ id, email, role, expiresAt, invitedBy }) => (
          <li key={id} className="flex min-h-18 items-center gap-3 py-2 pr-2 pl-4">
            <div className="min-w-0 grow">
              <p className="truncate font-medium">{email}</p>
              <p className="text-muted text-xs">
                {t('invite.expires', { date: formatDate(expiresAt, language), name: invitedBy })}
              </p>
            </div>
            <span className="max-sm:hidden">
              <Badge>{t(`roles.${role}`)}</Badge>
            </span>
            <IconButton
              label={t('invite.cancel', { email: email ?? '' })}
              icon={<X size={20} aria-hidden="true" />}
              disabled={cancel.isPending}
              onClick={() =>
                cancel.mutate(
                  { circleId, invitationId: id },
                  {
                    onSuccess: () =>
                      showToast({ tone: 'done', text: t('invite.cancelled', { email: email ?? '' }) }),
                  },
                )
              }
            />
          </li>
        ))}
      </ul>
      <LoadMore query={invitations} />
    </>
  )
}
