import { createFileRoute } from '@tanstack/react-router'
import { AskLinkPage } from '../features/accounts/ask-link-page.tsx'
import { keepReturnPath } from '../features/accounts/return-path.ts'
import { loadTexts } from '../lib/i18n/i18n.ts'
import { useTranslation } from '../lib/i18n/use-translation.ts'
import { safePath } from '../lib/safe-path.ts'
import { trpc } from '../lib/trpc.ts'

export const Route = createFileRoute('/sign-in_/link')({
  validateSearch: (search): { redirect?: string } => {
    const path = safePath(search.redirect)
    return path === undefined ? {} : { redirect: path }
  },
  beforeLoad: () => loadTexts('account'),
  component: SignInLinkPage,
})

function SignInLinkPage() {
  const { t } = useTranslation()
  const { redirect = '/' } = Route.useSearch()
  const ask = trpc.auth.requestMagicLink.useMutation({
    onSuccess: () => keepReturnPath(redirect, Date.now()),
  })
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
