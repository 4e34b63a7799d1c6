import type { GuestLinkView } from '@kinkeep/contracts/guest-links'
import { ConfirmDialog } from '@kinkeep/ui/confirm-dialog'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
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
  const open = links.filter((link) => !hasEnded(link))
  const ended = links.filter(hasEnded)
  return (
    <>
      {open.length === 0 && <p className="text-muted text-sm">{t('guests.none')}</p>}
      {open.length > 0 && (
        <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
          {open.map((link) => (
            <GuestLinkRow key={link.id} link={link} now={now} onRevoke={() => setAsked(link)} />
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
            {t('guests.showEnded', { count: ended.length })}
          </summary>
          <ul className="mt-1 divide-y divide-line rounded-lg border border-line">
            {ended.map((link) => (
              <GuestLinkRow key={link.id} link={link} now={now} onRevoke={null} />
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
