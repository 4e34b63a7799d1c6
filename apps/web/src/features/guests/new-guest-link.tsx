import { ShownOnce } from '../../components/shown-once.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'

export interface NewGuestLinkProps {
  token: string
  /** The guest's. */
  name: string
  circleName: string
  onClose: () => void
}

/** The link, to be sent now in whatever way the family talks: it cannot be seen again. */
export function NewGuestLink({ token, name, circleName, onClose }: NewGuestLinkProps) {
  const { t } = useTranslation()
  return (
    <ShownOnce
      label={t('guests.link')}
      value={`${location.origin}/g/${token}`}
      share={{ title: t('guests.shareTitle', { circle: circleName }) }}
      picture={{ ask: t('guests.qr'), label: t('guests.qrLabel', { name }) }}
      onClose={onClose}
    />
  )
}
