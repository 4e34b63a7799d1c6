import type { MemberView } from '@kinkeep/contracts/circles'
import { limits } from '@kinkeep/contracts/limits'
import { ConfirmDialog } from '@kinkeep/ui/confirm-dialog'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'

export interface RemoveMemberProps {
  circleId: string
  /** Whom the question is about; undefined while nobody is meant. */
  member: MemberView | undefined
  onClose: () => void
}

export function RemoveMember({ circleId, member, onClose }: RemoveMemberProps) {
  const { t, language } = useTranslation()
  const cache = trpc.useUtils()
  const remove = trpc.circles.members.remove.useMutation({
    onSuccess: async () => {
      if (member) showToast({ tone: 'done', text: t('circle.removed', { name: member.name }) })
      close()
      await Promise.all([
        cache.circles.members.list.invalidate({ circleId }),
        cache.circles.get.invalidate({ circleId }),
      ])
    },
  })
  const close = () => {
    remove.reset()
    onClose()
  }
  const name = member?.name ?? ''
  // Nobody knows who else opened a grandparent's link: only whoever removes them can tell.
  const links = cache.circles.guestLinks.list.getInfiniteData({ circleId, limit: limits.pageMax })
  const hasGuests = links?.pages.some(({ items }) => items.some(({ revokedAt }) => revokedAt === null))
  return (
    <ConfirmDialog
      open={member !== undefined}
      onOpenChange={(open) => !open && close()}
      title={t('circle.removeTitle', { name })}
      description={[
        t('circle.removeText', { name }),
        member?.role === 'admin' && t('guests.endWithAdmin', { name }),
        hasGuests && t('guests.goOn', { name }),
      ]
        .filter(Boolean)
        .join(' ')}
      confirmLabel={t('circle.removeConfirm')}
      cancelLabel={t('actions.cancel')}
      pending={remove.isPending}
      error={remove.error && errorText(remove.error, t, language)}
      onConfirm={() => member && remove.mutate({ circleId, userId: member.userId })}
    />
  )
}
