import { createFileRoute } from '@tanstack/react-router'
import { AskLinkPage } from '../features/accounts/ask-link-page.tsx'
import { loadTexts } from '../lib/i18n/i18n.ts'
import { useTranslation } from '../lib/i18n/use-translation.ts'
import { trpc } from '../lib/trpc.ts'

export const Route = createFileRoute('/sign-in_/link')({
  beforeLoad: () => loadTexts('account'),
  component: SignInLinkPage,
})

function SignInLinkPage() {
  const { t } = useTranslation()
  const ask = trpc.auth.requestMagicLink.useMutation()
  return (
    <AskLinkPage
      title={t('password.magic.title')}
      lead={t('password.magic.lead')}
      submitLabel={t('password.magic.submit')}
      pending={ask.isPending}
      error={ask.error}
      onAsk={(email) => ask.mutate({ email })}
      sent={ask.isSuccess ? t('password.magic.sent', { email: ask.variables.email }) : undefined}
    />
  )
}
