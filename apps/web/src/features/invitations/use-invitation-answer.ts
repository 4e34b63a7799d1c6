import type { WhichInvitation } from '@kinkeep/contracts/circles'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { type Reason, readError } from '../../lib/read-error.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'

export interface InvitationAnswer {
  accept: (invitation: WhichInvitation) => void
  decline: (invitation: WhichInvitation) => void
  pending: boolean
  error: unknown
}

/** It ended while it was looked at: the page that shows it has something else to say. */
const endings: readonly Reason[] = [
  'ALREADY_MEMBER',
  'INVITATION_CANCELLED',
  'INVITATION_DECLINED',
  'INVITATION_EXPIRED',
  'INVITATION_USED',
  'LINK_INVALID',
]

/** Accepting leads into the circle, declining to the start page; both say so. */
export function useInvitationAnswer(): InvitationAnswer {
  const { t } = useTranslation()
  const cache = trpc.useUtils()
  const navigate = useNavigate()
  const router = useRouter()
  const refresh = () =>
    Promise.all([cache.circles.list.invalidate(), cache.circles.invitations.pending.invalidate()])
  const onError = async (error: unknown) => {
    if (!endings.includes(readError(error).reason)) return
    await refresh()
    await router.invalidate()
  }

  const accept = trpc.circles.invitations.accept.useMutation({
    onSuccess: async (circle) => {
      cache.circles.get.setData({ circleId: circle.id }, circle)
      await refresh()
      await navigate({ to: '/c/$circleId', params: { circleId: circle.id } })
      showToast({ tone: 'done', text: t('invitation.accepted', { circle: circle.name }) })
    },
    onError,
  })
  const decline = trpc.circles.invitations.decline.useMutation({
    onSuccess: async () => {
      await refresh()
      await navigate({ to: '/' })
      showToast({ tone: 'done', text: t('invitation.declined') })
    },
    onError,
  })
  return {
    accept: (invitation) => {
      decline.reset()
      accept.mutate(invitation)
    },
    decline: (invitation) => {
      accept.reset()
      decline.mutate(invitation)
    },
    pending: accept.isPending || decline.isPending,
    error: accept.error ?? decline.error,
  }
}
