import { createFileRoute } from '@tanstack/react-router'
import { PasskeysSection } from '../../../features/passkeys/passkeys-section.tsx'
import { SettingsPage } from '../../../features/security/settings-page.tsx'
import { TrustedDevicesSection } from '../../../features/two-factor/trusted-devices-section.tsx'
import { TwoFactorSection } from '../../../features/two-factor/two-factor-section.tsx'
import { useTranslation } from '../../../lib/i18n/use-translation.ts'

export const Route = createFileRoute('/_signed-in/settings/security')({ component: SecurityPage })

/** How one signs in, and where one is signed in. */
function SecurityPage() {
  const { t } = useTranslation()
  return (
    <SettingsPage title={t('security.title')} lead={t('security.lead')}>
      {/* In this order: Password, Email, Passkeys, TwoFactor, TrustedDevices, Phone, Identities, Sessions, Tokens. */}
      <PasskeysSection />
      <TwoFactorSection />
      <TrustedDevicesSection />
    </SettingsPage>
  )
}
