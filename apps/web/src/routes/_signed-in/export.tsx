import { createFileRoute } from '@tanstack/react-router'
import { Page } from '../../components/page.tsx'
import { FetchExport } from '../../features/account-data/fetch-export.tsx'
import { loadTexts } from '../../lib/i18n/i18n.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { readTokenSearch } from '../../lib/token-search.ts'

export const Route = createFileRoute('/_signed-in/export')({
  validateSearch: readTokenSearch,
  beforeLoad: () => loadTexts('account'),
  component: ExportPage,
})

function ExportPage() {
  const { t } = useTranslation()
  const { token = '' } = Route.useSearch()
  return (
    <Page title={t('accountData.export.pageTitle')} lead={t('accountData.export.pageLead')}>
      <FetchExport token={token} />
    </Page>
  )
}
