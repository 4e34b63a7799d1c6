import { Lock } from 'lucide-react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'

/** On a picture that has no card: that only admins see it. */
export function TileLock() {
  const { t } = useTranslation()
  return (
    <p className="pointer-events-none absolute top-1.5 right-1.5 rounded-full bg-night/65 p-1.5 text-snow">
      <Lock size={14} aria-hidden="true" />
      <span className="sr-only">{t('timeline.onlyAdmins')}</span>
    </p>
  )
}
