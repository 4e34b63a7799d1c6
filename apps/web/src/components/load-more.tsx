import { Button } from '@kinkeep/ui/button'
import { useTranslation } from '../lib/i18n/use-translation.ts'

export interface LoadMoreProps {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }
}

/** The next page of a list, where there is one. */
export function LoadMore({ query }: LoadMoreProps) {
  const { t } = useTranslation()
  if (!query.hasNextPage) return null
  return (
    <div className="mt-4 flex justify-center">
      <Button tone="secondary" pending={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {t('actions.loadMore')}
      </Button>
    </div>
  )
}
