import { Button } from '@kinkeep/ui/button'
import { createFileRoute, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { AccountPage } from '../components/account-page.tsx'
import { EmailChangeForm } from '../features/accounts/email-change-form.tsx'
import { loadTexts } from '../lib/i18n/i18n.ts'
import { useTranslation } from '../lib/i18n/use-translation.ts'
import { readTokenSearch } from '../lib/token-search.ts'

export const Route = createFileRoute('/confirm-email-change')({
  validateSearch: readTokenSearch,
  beforeLoad: () => loadTexts('account'),
  component: ConfirmEmailChangePage,
})

function ConfirmEmailChangePage() {
  const { t } = useTranslation()
  const { token } = Route.useSearch()
  const [status, setStatus] = useState<'waiting' | 'changed'>()
  if (status) {
    return (
      <AccountPage
        title={t(status === 'changed' ? 'password.email.changedTitle' : 'password.email.waitingTitle')}
        lead={t(status === 'changed' ? 'password.email.changedLead' : 'password.email.waitingLead')}
      >
        <Button asChild size="lg">
          <Link to="/">{t('password.email.goOn')}</Link>
        </Button>
      </AccountPage>
    )
  }
  return (
    <AccountPage
      title={t('password.email.confirmTitle')}
      lead={t(token === undefined ? 'confirmEmail.missing' : 'password.email.confirmLead')}
    >
      {token === undefined ? (
        <Button asChild size="lg">
          <Link to="/">{t('password.email.goOn')}</Link>
        </Button>
      ) : (
        <EmailChangeForm token={token} onStatus={setStatus} />
      )}
    </AccountPage>
  )
}
