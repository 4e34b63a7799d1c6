import type { IdentityProviderId } from '@kinkeep/contracts/identity-providers'
import { Button } from '@kinkeep/ui/button'
import { Link } from '@tanstack/react-router'
import { AccountPage } from '../../components/account-page.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { providerNames } from './provider-names.ts'

/** An address that has an account opens none: its owner signs in as before, and then says that both belong together. */
export function AccountExists({ provider, email }: { provider: IdentityProviderId; email: string }) {
  const { t } = useTranslation()
  const values = { provider: providerNames[provider], email }
  return (
    <AccountPage title={t('identities.existsTitle')} lead={t('identities.existsLead', values)}>
      <p className="mb-6 text-muted text-sm">{t('identities.existsThen', values)}</p>
      <Button asChild size="lg" wide>
        <Link to="/sign-in" search={{ redirect: `/settings/security?linking=${provider}` }}>
          {t('identities.existsGo')}
        </Link>
      </Button>
    </AccountPage>
  )
}
