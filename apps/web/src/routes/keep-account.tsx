import { createFileRoute } from '@tanstack/react-router'
import { AccountPage } from '../components/account-page.tsx'
import { KeepAccountForm } from '../features/account-data/keep-account-form.tsx'
import { loadTexts } from '../lib/i18n/i18n.ts'
import { useTranslation } from '../lib/i18n/use-translation.ts'
import { readTokenSearch } from '../lib/token-search.ts'

export const Route = createFileRoute('/keep-account')({
  validateSearch: readTokenSearch,
  beforeLoad: () => loadTexts('account'),
  component: KeepAccountPage,
})

function KeepAccountPage() {
  const { t } = useTranslation()
  const { token = '' } = Route.useSearch()
  return (
    <AccountPage title={t('accountData.keep.title')} lead={t('accountData.keep.lead')}>
      <KeepAccountForm token={token} />
    </AccountPage>
  )
}
