import type { InvitationView } from '@kinkeep/contracts/circles'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'

export interface InvitationActions {
  resend: (invitation: InvitationView) => void
  cancel: (invitation: InvitationView) => void
  pending: boolean
}

/** What an admin does with an invitation that is on its way; each says how it went. */
export function useInvitationActions(circleId: string): InvitationActions {
  const { t, language } = useTranslation()
  const cache = trpc.useUtils()
  const settled = {
    onError: (error: unknown) => showToast({ tone: 'error', text: errorText(error, t, language) }),
    onSettled: () => cache.circles.invitations.list.invalidate({ circleId }),
  }
  const resend = trpc.circles.invitations.resend.useMutation({
    ...settled,
    onSuccess: ({ email }) => showToast({ tone: 'done', text: t('invite.resent', { email: email ?? '' }) }),
  })
  const cancel = trpc.circles.invitations.cancel.useMutation(settled)
  return {
    resend: ({ id: invitationId }) => resend.mutate({ circleId, invitationId }),
    cancel: ({ id: invitationId, email }) =>
      cancel.mutate(
        { circleId, invitationId },
        {
          onSuccess: () =>
            showToast({
              tone: 'done',
              text: email === null ? t('invite.linkCancelled') : t('invite.cancelled', { email }),
            }),
        },
      ),
    pending: resend.isPending || cancel.isPending,
  }
}
