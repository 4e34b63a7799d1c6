import type { ShareLinkView } from '@kinkeep/contracts/share-links'
import { ShownOnce } from '../../components/shown-once.tsx'
import { formatDate } from '../../lib/format.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'

export interface NewShareLinkProps {
  token: string
  link: ShareLinkView
  onClose: () => void
}

/** The link, to be sent now in whatever way people talk: it cannot be seen again. */
export function NewShareLink({ token, link, onClose }: NewShareLinkProps) {
  const { t, language } = useTranslation()
  return (
    <ShownOnce
      label={t('shares.link')}
      hint={t('shares.until', { date: formatDate(link.expiresAt, language) })}
      value={`${location.origin}/s/${token}`}
      share={{ title: link.title ?? t('app.name') }}
      picture={{ ask: t('shares.qr'), label: t('shares.qrLabel') }}
      onClose={onClose}
    />
  )
}
