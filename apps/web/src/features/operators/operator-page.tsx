import { Button } from '@kinkeep/ui/button'
import { EmptyState } from '@kinkeep/ui/empty-state'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { ListError } from '../../components/list-error.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { readError } from '../../lib/read-error.ts'

const tabs = [
  { to: '/operator', label: 'operator.tabs.people' },
  { to: '/operator/audit', label: 'operator.tabs.audit' },
] as const

const tab =
  'flex min-h-11 grow items-center justify-center rounded-full px-6 font-medium text-muted text-sm transition-colors hover:text-ink ' +
  'data-[status=active]:bg-surface data-[status=active]:text-ink data-[status=active]:shadow-raised sm:grow-0'

export interface OperatorPageProps {
  title: string
  /** What the page shows could not be read. */
  error: unknown
  onRetry: () => void
  children: ReactNode
}

/** One of the pages for whoever looks after this Kinkeep. */
export function OperatorPage({ title, error, onRetry, children }: OperatorPageProps) {
  const { t } = useTranslation()
  return (
    <main id="main" tabIndex={-1} className="mx-auto w-full max-w-4xl px-4 pt-6 pb-16 sm:px-8 lg:pt-12">
      <PageTitle text={title} />
      <nav aria-label={t('operator.tabs.label')} className="mb-8 flex rounded-full bg-sunk p-1 sm:w-fit">
        {tabs.map(({ to, label }) => (
          <Link key={to} to={to} activeOptions={{ exact: true, includeSearch: false }} className={tab}>
            {t(label)}
          </Link>
        ))}
      </nav>
      <h1 className="break-words text-2xl">{title}</h1>
      <p className="mt-2 text-muted">{t('operator.lead')}</p>
      <div className="mt-8 flex flex-col gap-10">
        {error ? <Refusal error={error} onRetry={onRetry} /> : children}
      </div>
    </main>
  )
}

function Refusal({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation()
  if (readError(error).reason !== 'SECOND_FACTOR_MISSING')
    return <ListError error={error} onRetry={onRetry} />
  return (
    <EmptyState
      title={t('operator.factorTitle')}
      text={t('operator.factorText')}
      action={
        <Button asChild>
          <Link to="/settings/security">{t('operator.factorAction')}</Link>
        </Button>
      }
    />
  )
}
