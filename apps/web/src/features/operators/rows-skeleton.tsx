import { Skeleton } from '@kinkeep/ui/skeleton'
import { VisuallyHidden } from '@kinkeep/ui/visually-hidden'
import { useTranslation } from '../../lib/i18n/use-translation.ts'

/** In the place of a list that is on its way. */
export function RowsSkeleton() {
  const { t } = useTranslation()
  return (
    <div role="status" className="flex flex-col gap-2">
      <VisuallyHidden>{t('shell.loading')}</VisuallyHidden>
      {[1, 2, 3, 4].map((row) => (
        <Skeleton key={row} className="h-18 w-full" />
      ))}
    </div>
  )
}
