import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { PageTitle } from '../../components/page-title.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'

const tabs = [
  { to: '/settings', label: 'security.tabs.profile' },
  { to: '/settings/security', label: 'security.tabs.security' },
  { to: '/settings/account', label: 'security.tabs.account' },
] as const

const tab =
  'flex min-h-11 grow items-center justify-center rounded-full px-4 text-center font-medium text-muted text-sm transition-colors hover:text-ink ' +
  'data-[status=active]:bg-surface data-[status=active]:text-ink data-[status=active]:shadow-raised sm:grow-0 sm:px-6'

export interface SettingsPageProps {
  title: string
  lead?: ReactNode
  children: ReactNode
}

/** One of the pages about oneself, with the way to the others on top. */
export function SettingsPage({ title, lead, children }: SettingsPageProps) {
  const { t } = useTranslation()
  return (
    <main id="main" tabIndex={-1} className="mx-auto w-full max-w-2xl px-4 pt-6 pb-16 sm:px-8 lg:pt-12">
      <PageTitle text={title} />
      <nav aria-label={t('security.tabs.label')} className="mb-8 flex rounded-full bg-sunk p-1 sm:w-fit">
        {tabs.map(({ to, label }) => (
          <Link key={to} to={to} activeOptions={{ exact: true }} className={tab}>
            {t(label)}
          </Link>
        ))}
      </nav>
      <h1 className="text-2xl">{title}</h1>
      {lead && <div className="mt-2 text-muted">{lead}</div>}
      <div className="mt-8 flex flex-col gap-10">{children}</div>
    </main>
  )
}
