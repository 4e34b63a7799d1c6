import {
  type FlowProblem,
  type IdentityProviderId,
  identityProviders,
} from '@kinkeep/contracts/identity-providers'
import { createFileRoute } from '@tanstack/react-router'
import { EmailSection } from '../../../features/accounts/email-section.tsx'
import { PasswordSection } from '../../../features/accounts/password-section.tsx'
import { readFlowProblem } from '../../../features/identities/flow-problem.ts'
import { IdentitiesSection } from '../../../features/identities/identities-section.tsx'
import { PasskeysSection } from '../../../features/passkeys/passkeys-section.tsx'
import { PhoneSection } from '../../../features/phones/phone-section.tsx'
import { SafetyGlance } from '../../../features/security/safety-glance.tsx'
import { SafetyGroup } from '../../../features/security/safety-group.tsx'
import { SessionsSection } from '../../../features/security/sessions-section.tsx'
import { SettingsPage } from '../../../features/security/settings-page.tsx'
import { TokensSection } from '../../../features/security/tokens-section.tsx'
import { TrustedDevicesSection } from '../../../features/two-factor/trusted-devices-section.tsx'
import { TwoFactorSection } from '../../../features/two-factor/two-factor-section.tsx'
import { useTranslation } from '../../../lib/i18n/use-translation.ts'

export interface SecuritySearch {
  /** Why a journey to a provider came back with empty hands. */
  problem?: FlowProblem
  /** What somebody signed in for to link. */
  linking?: IdentityProviderId
}

export const Route = createFileRoute('/_signed-in/settings/security')({
  validateSearch: (search): SecuritySearch => {
    const problem = readFlowProblem(search.problem)
    const linking = identityProviders.find((known) => known === search.linking)
    return { ...(problem && { problem }), ...(linking && { linking }) }
  },
  component: SecurityPage,
})

/** How one signs in, and where one is signed in. */
function SecurityPage() {
  const { t } = useTranslation()
  const { problem, linking } = Route.useSearch()
  return (
    <SettingsPage title={t('security.title')} lead={t('security.lead')}>
      <SafetyGlance />
      <SafetyGroup id="ways">
        <EmailSection />
        <PasswordSection />
        <PasskeysSection />
        <PhoneSection />
        <IdentitiesSection problem={problem} linking={linking} />
      </SafetyGroup>
      <SafetyGroup id="second-step">
        <TwoFactorSection />
        <TrustedDevicesSection />
      </SafetyGroup>
      <SafetyGroup id="sessions">
        <SessionsSection />
        <TokensSection />
      </SafetyGroup>
    </SettingsPage>
  )
}
