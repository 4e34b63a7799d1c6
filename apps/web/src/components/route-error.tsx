import { Button } from '@kinkeep/ui/button'
import { EmptyState } from '@kinkeep/ui/empty-state'
import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { errorText } from '../lib/error-text.ts'
import { useTranslation } from '../lib/i18n/use-translation.ts'
import { readError } from '../lib/read-error.ts'
import { EmptyHouse } from './empty-house.tsx'
import { NotFoundPage } from './not-found-page.tsx'
import { PageTitle } from './page-title.tsx'

/** Where a page fails: what happened, and two ways out. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const { t, language } = useTranslation()
  const router = useRouter()
  const queries = useQueryErrorResetBoundary()
  const { reason, requestId } = readError(error)
  if (reason === 'NOT_FOUND') return <NotFoundPage />

  const offline = reason === 'UNREACHABLE' && !navigator.onLine
  const title = t(offline ? 'errors.offlineTitle' : 'errors.title')
  const retry = () => {
    queries.reset()
    reset()
    void router.invalidate()
  }
  return (
    <main id="main" tabIndex={-1}>
      <PageTitle text={title} />
      <EmptyState
        level={1}
        picture={<EmptyHouse />}
        title={title}
        text={errorText(error, t, language)}
        action={
          <>
            <Button onClick={retry}>{t('actions.retry')}</Button>
            <Button asChild tone="secondary">
              <a href="/">{t('actions.goHome')}</a>
            </Button>
          </>
        }
      />
      {requestId !== null && (
        <p className="text-center text-muted text-xs">{t('errors.reference', { id: requestId })}</p>
      )}
    </main>
  )
}
