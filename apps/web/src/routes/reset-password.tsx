import { createFileRoute, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { AccountPage } from '../components/account-page.tsx'
import { AskLinkForm } from '../features/accounts/ask-link-form.tsx'
import { loadTexts } from '../lib/i18n/i18n.ts'
import { useTranslation } from '../lib/i18n/use-translation.ts'
import { trpc } from '../lib/trpc.ts'

export const Route = createFileRoute('/reset-password')({
  beforeLoad: () => loadTexts('account'),
  component: ResetPasswordPage,
})

function ResetPasswordPage() {
  const { t } = useTranslation()
  const [sentTo, setSentTo] = useState<string>()
  const ask = trpc.auth.requestPasswordReset.useMutation({ onSuccess: (_, { email }) => setSentTo(email) })
  const back = (
    <Link to="/sign-in" className="link">
      {t('password.toSignIn')}
    </Link>
  )
  if (sentTo !== undefined) {
    return (
      <AccountPage
        title={t('checkMail.title')}
        lead={t('password.reset.sent', { email: sentTo })}
        foot={back}
      >
        <p role="status" className="text-muted text-sm">
          {t('checkMail.spam')}
        </p>
      </AccountPage>
    )
  }
  return (
    <AccountPage title={t('password.reset.title')} lead={t('password.reset.lead')} foot={back}>
      <AskLinkForm
        submitLabel={t('password.reset.submit')}
        pending={ask.isPending}
        error={ask.error}
        onAsk={(email) => ask.mutate({ email })}
      />
    </AccountPage>
  )
}
