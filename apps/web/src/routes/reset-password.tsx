import { createFileRoute } from '@tanstack/react-router'
import { AskLinkPage } from '../features/accounts/ask-link-page.tsx'
import { loadTexts } from '../lib/i18n/i18n.ts'
import { useTranslation } from '../lib/i18n/use-translation.ts'
import { trpc } from '../lib/trpc.ts'

export const Route = createFileRoute('/reset-password')({
  beforeLoad: () => loadTexts('account'),
  component: ResetPasswordPage,
})

function ResetPasswordPage() {
  const { t } = useTranslation()
  const ask = trpc.auth.requestPasswordReset.useMutation()
  return (
    <AskLinkPage
      title={t('password.reset.title')}
      lead={t('password.reset.lead')}
      submitLabel={t('password.reset.submit')}
      pending={ask.isPending}
      error={ask.error}
      onAsk={(email) => ask.mutate({ email })}
      sent={ask.isSuccess ? t('password.reset.sent', { email: ask.variables.email }) : undefined}
    />
  )
}
