import { Button } from '@kinkeep/ui/button'
import { createFileRoute, Link, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { AccountPage } from '../components/account-page.tsx'
import { ConfirmEmailForm } from '../features/accounts/confirm-email-form.tsx'
import { enter } from '../features/accounts/enter.ts'
import { takeReturnPath } from '../features/accounts/return-path.ts'
import { invitationPath } from '../features/invitations/invitation-path.ts'
import { useTranslation } from '../lib/i18n/use-translation.ts'
import { readTokenSearch } from '../lib/token-search.ts'

export const Route = createFileRoute('/confirm-email')({
  validateSearch: readTokenSearch,
  component: ConfirmEmailPage,
})

function ConfirmEmailPage() {
  const { t } = useTranslation()
  const { token } = Route.useSearch()
  const router = useRouter()
  const [passwordWanted, setPasswordWanted] = useState(false)
  return (
    <AccountPage
      title={t('confirmEmail.title')}
      lead={t(
        token === undefined
          ? 'confirmEmail.missing'
          : passwordWanted
            ? 'confirmEmail.passwordLead'
            : 'confirmEmail.lead',
      )}
      foot={
        <Link to="/sign-up" className="link">
          {t('confirmEmail.startAgain')}
        </Link>
      }
    >
      {token === undefined ? (
        <Button asChild size="lg">
          <Link to="/sign-in">{t('signIn.submit')}</Link>
        </Button>
      ) : (
        <ConfirmEmailForm
          token={token}
          passwordWanted={passwordWanted}
          onPasswordWanted={() => setPasswordWanted(true)}
          onSignedIn={(invitation) => {
            const kept = takeReturnPath(Date.now())
            // In another browser than the one that signed up nothing was kept.
            void enter(router, kept === '/' && invitation ? invitationPath(invitation) : kept)
          }}
        />
      )}
    </AccountPage>
  )
}
