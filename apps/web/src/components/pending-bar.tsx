import { useRouterState } from '@tanstack/react-router'
import { useTranslation } from '../lib/i18n/use-translation.ts'

/** A thin line at the top while the next page is on its way. */
export function PendingBar() {
  const { t } = useTranslation()
  const loading = useRouterState({ select: (state) => state.status === 'pending' })
  if (!loading) return null
  return (
    <div role="progressbar" aria-label={t('shell.loading')} className="fixed inset-x-0 top-0 z-70 h-0.75">
      <div className="h-full animate-breathe bg-accent" />
    </div>
  )
}
