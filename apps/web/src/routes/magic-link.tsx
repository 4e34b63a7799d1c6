import { createFileRoute, Link } from '@tanstack/react-router'
import { AccountPage } from '../components/account-page.tsx'
import { MagicLinkForm } from '../features/accounts/magic-link-form.tsx'
import { takeReturnPath } from '../features/accounts/return-path.ts'
import { useSignInResult } from '../features/accounts/use-sign-in-result.ts'
import { loadTexts } from '../lib/i18n/i18n.ts'
import { useTranslation } from '../lib/i18n/use-translation.ts'
import { readTokenSearch } from '../lib/token-search.ts'

export const Route = createFileRoute('/magic-link')({
  validateSearch: readTokenSearch,
  beforeLoad: () => loadTexts('account'),
  component: MagicLinkPage,
})

function MagicLinkPage() {
  const { t } = useTranslation()
  const { token } = Route.useSearch()
  const goOn = useSignInResult(() => takeReturnPath(Date.now()))
  return (
    <AccountPage
      title={t('password.magic.confirmTitle')}
      lead={t(token === undefined ? 'confirmEmail.missing' : 'password.magic.confirmLead')}
      foot={
        <Link to="/sign-in/link" className="link">
          {t('password.magic.again')}
        </Link>
      }
    >
      {token !== undefined && <MagicLinkForm token={token} onResult={goOn} />}
    </AccountPage>
  )
}
