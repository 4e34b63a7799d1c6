import type { ShareLinkView } from '@kinkeep/contracts/share-links'
import { ConfirmDialog } from '@kinkeep/ui/confirm-dialog'
import { useState } from 'react'
import { OpenAndEnded } from '../../components/open-and-ended.tsx'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { ShareLinkRow, useLinkName } from './share-link-row.tsx'

export interface ShareLinkListProps {
  circleId: string
  links: readonly ShareLinkView[]
  /** When they were read. */
  now: Date
}

/** Links that work, and folded away those that have ended. */
export function ShareLinkList({ circleId, links, now }: ShareLinkListProps) {
  const { t, language } = useTranslation()
  const nameOf = useLinkName()
  const cache = trpc.useUtils()
  const [asked, setAsked] = useState<ShareLinkView>()
  const revoke = trpc.keeps.shareLinks.revoke.useMutation({
    onSuccess: async () => {
      setAsked(undefined)
      showToast({ tone: 'done', text: t('shares.revoked') })
      await cache.keeps.shareLinks.list.invalidate({ circleId })
    },
  })
  const hasEnded = ({ revokedAt, expiresAt }: ShareLinkView) =>
    revokedAt !== null || new Date(expiresAt) <= now
  return (
    <>
      <OpenAndEnded
        items={links}
        hasEnded={hasEnded}
        row={(link, ended) => (
          <ShareLinkRow key={link.id} link={link} now={now} onRevoke={ended ? null : () => setAsked(link)} />
        )}
        none={t('shares.none')}
        endedLabel={(count) => t('shares.showEnded', { count })}
      />
      <ConfirmDialog
        open={asked !== undefined}
        onOpenChange={(isOpen) => {
          if (isOpen) return
          setAsked(undefined)
          revoke.reset()
        }}
        title={t('shares.revokeTitle', { name: asked ? nameOf(asked) : '' })}
        description={t('shares.revokeText')}
        confirmLabel={t('shares.confirm')}
        cancelLabel={t('actions.cancel')}
        pending={revoke.isPending}
        error={revoke.error && errorText(revoke.error, t, language)}
        onConfirm={() => asked && revoke.mutate({ circleId, linkId: asked.id })}
      />
    </>
  )
}
