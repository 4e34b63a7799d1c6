import { createFileRoute } from '@tanstack/react-router'
import { DeletionSection } from '../../../features/account-data/deletion-section.tsx'
import { ExportSection } from '../../../features/account-data/export-section.tsx'
import { DeletedCircles } from '../../../features/circles/deleted-circles.tsx'
import { SettingsPage } from '../../../features/security/settings-page.tsx'
import { useTranslation } from '../../../lib/i18n/use-translation.ts'

export const Route = createFileRoute('/_signed-in/settings/account')({ component: AccountPage })

/** What becomes of what one has stored here: taking it along, and leaving. */
function AccountPage() {
  const { t } = useTranslation()
  const { me } = Route.useRouteContext()
  return (
    <SettingsPage title={t('security.accountTitle')} lead={t('security.accountLead')}>
      <ExportSection />
      <DeletedCircles />
      <DeletionSection me={me} />
    </SettingsPage>
  )
}
