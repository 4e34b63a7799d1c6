import { Button } from '@kinkeep/ui/button'
import { EmptyState } from '@kinkeep/ui/empty-state'
import { Link } from '@tanstack/react-router'
import { useTranslation } from '../lib/i18n/use-translation.ts'
import { EmptyHouse } from './empty-house.tsx'
import { PageTitle } from './page-title.tsx'

/** What does not exist, and what may not be seen: the same page for both. */
export function NotFoundPage() {
  const { t } = useTranslation()
  return (
    <main id="main" tabIndex={-1}>
      <PageTitle text={t('errors.notFoundTitle')} />
      <EmptyState
        level={1}
        picture={<EmptyHouse />}
        title={t('errors.notFoundTitle')}
        text={t('errors.notFound')}
        action={
          <Button asChild>
            <Link to="/">{t('actions.goHome')}</Link>
          </Button>
        }
      />
    </main>
  )
}
