import type { MemberView } from '@kinkeep/contracts/circles'
import { ConfirmDialog } from '@kinkeep/ui/confirm-dialog'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'

export interface HandOverProps {
  circleId: string
  /** To whom; undefined while nobody is meant. */
  member: MemberView | undefined
  onClose: () => void
}

export function HandOver({ circleId, member, onClose }: HandOverProps) {
  const { t, language } = useTranslation()
  const cache = trpc.useUtils()
  const handOver = trpc.circles.handOver.useMutation({
    onSuccess: async (circle) => {
      if (member) {
        showToast({ tone: 'done', text: t('accountData.circle.handedOver', { name: member.name }) })
      }
      cache.circles.get.setData({ circleId }, circle)
      close()
      await Promise.all([
        cache.circles.members.list.invalidate({ circleId }),
        cache.circles.list.invalidate(),
      ])
    },
  })
  const close = () => {
    handOver.reset()
    onClose()
  }
  const name = member?.name ?? ''
  return (
    <ConfirmDialog
      open={member !== undefined}
      onOpenChange={(open) => !open && close()}
      title={t('accountData.circle.handOverTitle', { name })}
      description={t('accountData.circle.handOverText', { name })}
      confirmLabel={t('accountData.circle.handOverConfirm')}
      cancelLabel={t('actions.cancel')}
      pending={handOver.isPending}
      error={handOver.error && errorText(handOver.error, t, language)}
      onConfirm={() => member && handOver.mutate({ circleId, userId: member.userId })}
    />
  )
}
