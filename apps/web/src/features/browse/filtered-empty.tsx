import { Button } from '@kinkeep/ui/button'
import { EmptyState } from '@kinkeep/ui/empty-state'
import { Link } from '@tanstack/react-router'
import { ListFilter } from 'lucide-react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'

/** Where a filter leaves nothing: that it is the filter, and the way out. */
export function FilteredEmpty({ circleId }: { circleId: string }) {
  const { t } = useTranslation()
  return (
    <EmptyState
      picture={<ListFilter size={40} />}
      title={t('browse.emptyTitle')}
      text={t('browse.emptyText')}
      action={
        <Button asChild tone="secondary">
          <Link to="/c/$circleId" params={{ circleId }} search={{}}>
            {t('browse.showAll')}
          </Link>
        </Button>
      }
    />
  )
}
