import type { GuestLinkView } from '@kinkeep/contracts/guest-links'
import { ConfirmDialog } from '@kinkeep/ui/confirm-dialog'
import { useState } from 'react'
import { OpenAndEnded } from '../../components/open-and-ended.tsx'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { GuestLinkRow } from './guest-link-row.tsx'

export interface GuestLinkListProps {
  circleId: string
  links: readonly GuestLinkView[]
  /** When they were read. */
  now: Date
}

/** Links that work, and folded away those that have ended. */
export function GuestLinkList({ circleId, links, now }: GuestLinkListProps) {
  const { t, language } = useTranslation()
  const cache = trpc.useUtils()
  const [asked, setAsked] = useState<GuestLinkView>()
  const revoke = trpc.circles.guestLinks.revoke.useMutation({
    onSuccess: async () => {
      setAsked(undefined)
      showToast({ tone: 'done', text: t('guests.revoked') })
      await cache.circles.guestLinks.list.invalidate({ circleId })
    },
  })
  const hasEnded = ({ revokedAt, expiresAt }: GuestLinkView) =>
    revokedAt !== null || (expiresAt !== null && new Date(expiresAt) <= now)
  return (
    <>
      <OpenAndEnded
        items={links}
        hasEnded={hasEnded}
        row={(link, ended) => (
          <GuestLinkRow key={link.id} link={link} now={now} onRevoke={ended ? null : () => setAsked(link)} />
        )}
        none={t('guests.none')}
        endedLabel={(count) => t('guests.showEnded', { count })}
      />
      <ConfirmDialog
        open={asked !== undefined}
        onOpenChange={(isOpen) => {
          if (isOpen) return
          setAsked(undefined)
          revoke.reset()
        }}
        title={t('guests.revokeTitle', { name: asked?.name ?? '' })}
        description={t('guests.revokeText')}
        confirmLabel={t('guests.confirm')}
        cancelLabel={t('actions.cancel')}
        pending={revoke.isPending}
        error={revoke.error && errorText(revoke.error, t, language)}
        onConfirm={() => asked && revoke.mutate({ circleId, linkId: asked.id })}
      />
    </>
  )
}
