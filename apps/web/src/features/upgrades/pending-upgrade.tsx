import type { ChildView } from '@kinkeep/contracts/children'
import type { CircleView } from '@kinkeep/contracts/circles'
import type { UpgradeView } from '@kinkeep/contracts/upgrades'
import { Button } from '@kinkeep/ui/button'
import { ConfirmDialog } from '@kinkeep/ui/confirm-dialog'
import { useState } from 'react'
import { errorText } from '../../lib/error-text.ts'
import { formatDate } from '../../lib/format.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'

export interface PendingUpgradeProps {
  circle: Pick<CircleView, 'id'>
  child: Pick<ChildView, 'id' | 'name'>
  upgrade: UpgradeView
}

/** An offer that nobody has answered yet: where it went, until when it holds, again, or no more. */
export function PendingUpgrade({ circle, child, upgrade }: PendingUpgradeProps) {
  const { t, language } = useTranslation()
  const cache = trpc.useUtils()
  const [asking, setAsking] = useState(false)
  const one = { circleId: circle.id, childId: child.id }
  const refresh = () => cache.circles.children.upgradeAudit.invalidate(one)
  const email = upgrade.email ?? ''
  const reissue = trpc.circles.children.reissueUpgrade.useMutation({
    onSuccess: () => showToast({ tone: 'done', text: t('upgrades.sent', { email }) }),
    onError: (error) => showToast({ tone: 'error', text: errorText(error, t, language) }),
    onSettled: refresh,
  })
  const revoke = trpc.circles.children.revokeUpgrade.useMutation({
    onSuccess: () => {
      setAsking(false)
      showToast({ tone: 'done', text: t('upgrades.revoked') })
    },
    onSettled: refresh,
  })
  const until = formatDate(upgrade.expiresAt, language)
  return (
    <div className="rounded-lg bg-accent-soft p-5">
      <p className="break-words font-medium">{t('upgrades.waiting', { email })}</p>
      <p className="mt-1 text-sm">
        {upgrade.state === 'expired'
          ? t('upgrades.tooOld', { date: until })
          : t('upgrades.until', { date: until })}
      </p>
      <div className="mt-4 flex flex-wrap gap-3">
        <Button tone="secondary" pending={reissue.isPending} onClick={() => reissue.mutate(one)}>
          {t('upgrades.reissue')}
        </Button>
        <Button tone="quiet" onClick={() => setAsking(true)}>
          {t('upgrades.revoke')}
        </Button>
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={(open) => {
          setAsking(open)
          revoke.reset()
        }}
        title={t('upgrades.revokeTitle')}
        description={t('upgrades.revokeText', { email })}
        confirmLabel={t('upgrades.revokeConfirm')}
        cancelLabel={t('actions.cancel')}
        pending={revoke.isPending}
        error={revoke.error && errorText(revoke.error, t, language)}
        onConfirm={() => revoke.mutate(one)}
      />
    </div>
  )
}
