import type { ShareLinkView } from '@kinkeep/contracts/share-links'
import { ConfirmDialog } from '@kinkeep/ui/confirm-dialog'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
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
  const open = links.filter((link) => !hasEnded(link))
  const ended = links.filter(hasEnded)
  return (
    <>
      {open.length === 0 && <p className="text-muted text-sm">{t('shares.none')}</p>}
      {open.length > 0 && (
        <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
          {open.map((link) => (
            <ShareLinkRow key={link.id} link={link} now={now} onRevoke={() => setAsked(link)} />
          ))}
        </ul>
      )}
      {ended.length > 0 && (
        <details className="group mt-3">
          <summary className="flex min-h-11 w-fit list-none items-center gap-1.5 rounded-md font-medium text-muted text-sm hover:text-ink">
            <ChevronRight
              size={18}
              className="transition-transform group-open:rotate-90"
              aria-hidden="true"
            />
            {t('shares.showEnded', { count: ended.length })}
          </summary>
          <ul className="mt-1 divide-y divide-line rounded-lg border border-line">
            {ended.map((link) => (
              <ShareLinkRow key={link.id} link={link} now={now} onRevoke={null} />
            ))}
          </ul>
        </details>
      )}
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
