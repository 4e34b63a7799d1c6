import { Button } from '@kinkeep/ui/button'
import { createFileRoute, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { AccountPage } from '../components/account-page.tsx'
import { ResetPasswordForm } from '../features/accounts/reset-password-form.tsx'
import { loadTexts } from '../lib/i18n/i18n.ts'
import { useTranslation } from '../lib/i18n/use-translation.ts'
import { readTokenSearch } from '../lib/token-search.ts'

export const Route = createFileRoute('/reset-password_/confirm')({
  validateSearch: readTokenSearch,
  beforeLoad: () => loadTexts('account'),
  component: ConfirmResetPage,
})

function ConfirmResetPage() {
  const { t } = useTranslation()
  const { token } = Route.useSearch()
  const [isDone, setDone] = useState(false)
  if (isDone) {
    return (
      <AccountPage title={t('password.reset.doneTitle')} lead={t('password.reset.doneLead')}>
        <Button asChild size="lg">
          <Link to="/sign-in">{t('signIn.submit')}</Link>
        </Button>
      </AccountPage>
    )
  }
  return (
    <AccountPage
      title={t('password.reset.newTitle')}
      lead={t(token === undefined ? 'confirmEmail.missing' : 'password.reset.newLead')}
      foot={
        <Link to="/reset-password" className="link">
          {t('password.reset.again')}
        </Link>
      }
    >
      {token !== undefined && <ResetPasswordForm token={token} onDone={() => setDone(true)} />}
    </AccountPage>
  )
}
