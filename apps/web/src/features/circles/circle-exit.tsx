import type { CircleView } from '@kinkeep/contracts/circles'
import { findHindrance } from '@kinkeep/contracts/hindrances'
import { limits } from '@kinkeep/contracts/limits'
import { Button } from '@kinkeep/ui/button'
import { ConfirmDialog } from '@kinkeep/ui/confirm-dialog'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Section } from '../../components/section.tsx'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { forgetLastCircle } from '../../lib/last-circle.ts'
import { expectGoodbye } from '../../lib/realtime/expected-goodbyes.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { hindranceText } from './hindrance-text.ts'
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
  const leaving = findHindrance(circle.role, 'member.leave')
  const deleting = findHindrance(circle.role, 'circle.delete')
  const error = leave.error ?? remove.error
  return (
    <Section title={t('accountData.circle.exitTitle')}>
      <div className="flex flex-col gap-5 rounded-lg border border-danger/40 bg-surface p-5 sm:p-6">
        <div className="flex flex-col items-start gap-2">
          <Button
            tone="secondary"
            disabled={leaving !== null}
            aria-describedby="leave-circle"
            onClick={() => setAsking('leave')}
          >
            {t('accountData.circle.leave')}
          </Button>
          <p id="leave-circle" className="text-muted text-sm">
            {leaving === null ? (
              t('accountData.circle.leaveHint')
            ) : leaving === 'ownerStays' ? (
              <>
                {t('accountData.circle.ownerStays')}{' '}
                <Link to="/c/$circleId/people" params={{ circleId }} className="link">
                  {t('circleRoom.toPeople')}
                </Link>
              </>
            ) : (
              hindranceText(leaving, t)
            )}
          </p>
        </div>
        <div className="flex flex-col items-start gap-2">
          <Button
            tone="danger"
            disabled={deleting !== null}
            aria-describedby="delete-circle"
            onClick={() => setAsking('delete')}
          >
            {t('accountData.circle.delete')}
          </Button>
          <p id="delete-circle" className="text-muted text-sm">
            {hindranceText(deleting, t) ?? t('accountData.circle.deleteHint', { count: limits.deletionDays })}
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
