import type { CircleView } from '@kinkeep/contracts/circles'
import { limits } from '@kinkeep/contracts/limits'
import { can } from '@kinkeep/contracts/roles'
import { Button } from '@kinkeep/ui/button'
import { ConfirmDialog } from '@kinkeep/ui/confirm-dialog'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Section } from '../../components/section.tsx'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { forgetLastCircle } from '../../lib/last-circle.ts'
import { expectGoodbye } from '../../lib/realtime/expected-goodbyes.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { useRestoreCircle } from './use-restore-circle.ts'

/** The ways out: leaving a circle, or deleting it. What one's role does not allow says why. */
export function CircleExit({ circle }: { circle: CircleView }) {
  const { t, language } = useTranslation()
  const cache = trpc.useUtils()
  const navigate = useNavigate()
  const [asking, setAsking] = useState<'leave' | 'delete'>()
  const restore = useRestoreCircle()
  const { id: circleId, name } = circle

  const goHome = async () => {
    forgetLastCircle()
    await cache.circles.list.invalidate()
    await navigate({ to: '/' })
  }
  const goodbye = {
    onMutate: () => expectGoodbye(circleId, true),
    onError: () => expectGoodbye(circleId, false),
  }
  const leave = trpc.circles.members.leave.useMutation({
    ...goodbye,
    onSuccess: async () => {
      await goHome()
      showToast({ tone: 'done', text: t('accountData.circle.left', { name }) })
    },
  })
  const remove = trpc.circles.delete.useMutation({
    ...goodbye,
    onSuccess: async () => {
      await goHome()
      showToast({
        tone: 'done',
        text: t('accountData.circle.deleted', { name }),
        action: { label: t('accountData.circle.undo'), run: () => restore.mutate({ circleId }) },
      })
    },
  })
  const mayLeave = can(circle.role, 'member.leave')
  const mayDelete = can(circle.role, 'circle.delete')
  const error = leave.error ?? remove.error
  return (
    <Section title={t('accountData.circle.exitTitle')}>
      <div className="flex flex-col gap-5 rounded-lg border border-danger/40 bg-surface p-5 sm:p-6">
        <div className="flex flex-col items-start gap-2">
          <Button
            tone="secondary"
            disabled={!mayLeave}
            aria-describedby="leave-circle"
            onClick={() => setAsking('leave')}
          >
            {t('accountData.circle.leave')}
          </Button>
          <p id="leave-circle" className="text-muted text-sm">
            {t(mayLeave ? 'accountData.circle.leaveHint' : 'accountData.circle.ownerStays')}
          </p>
        </div>
        <div className="flex flex-col items-start gap-2">
          <Button
            tone="danger"
            disabled={!mayDelete}
            aria-describedby="delete-circle"
            onClick={() => setAsking('delete')}
          >
            {t('accountData.circle.delete')}
          </Button>
          <p id="delete-circle" className="text-muted text-sm">
            {mayDelete
              ? t('accountData.circle.deleteHint', { count: limits.deletionDays })
              : t('accountData.circle.ownerDeletes')}
          </p>
        </div>
      </div>
      <ConfirmDialog
        open={asking !== undefined}
        onOpenChange={(open) => {
          if (open) return
          leave.reset()
          remove.reset()
          setAsking(undefined)
        }}
        title={t(asking === 'delete' ? 'accountData.circle.deleteTitle' : 'accountData.circle.leaveTitle', {
          name,
        })}
        description={
          asking === 'delete'
            ? t('accountData.circle.deleteText', { count: limits.deletionDays })
            : t('accountData.circle.leaveText')
        }
        confirmLabel={t(asking === 'delete' ? 'accountData.circle.delete' : 'accountData.circle.leave')}
        cancelLabel={t('actions.cancel')}
        pending={leave.isPending || remove.isPending}
        error={error && errorText(error, t, language)}
        onConfirm={() => (asking === 'delete' ? remove : leave).mutate({ circleId })}
      />
    </Section>
  )
}
