import { Button } from '@kinkeep/ui/button'
import { errorText } from '../lib/error-text.ts'
import { useTranslation } from '../lib/i18n/use-translation.ts'

/** In the place of a list that could not be read. */
export function ListError({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t, language } = useTranslation()
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center justify-between gap-3 rounded-lg bg-danger-soft px-4 py-3"
    >
      <p className="text-danger text-sm">{errorText(error, t, language)}</p>
      <Button tone="secondary" onClick={onRetry}>
        {t('actions.retry')}
      </Button>
    </div>
  )
}
