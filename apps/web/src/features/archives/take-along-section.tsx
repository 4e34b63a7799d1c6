import { limits } from '@kinkeep/contracts/limits'
import { Button } from '@kinkeep/ui/button'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { Download } from 'lucide-react'
import { ListError } from '../../components/list-error.tsx'
import { Section } from '../../components/section.tsx'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { ArchiveList } from './archive-list.tsx'
import { followInterval, shown } from './follow.ts'

/** All that a circle keeps as one file: asked for, followed and fetched here. */
export function TakeAlongSection({ circleId }: { circleId: string }) {
  const { t, language } = useTranslation()
  const cache = trpc.useUtils()
  const list = trpc.keeps.exports.list.useQuery(
    { circleId, limit: shown },
    { refetchInterval: followInterval },
  )
  const refresh = () => cache.keeps.exports.list.invalidate({ circleId })
  const request = trpc.keeps.exports.request.useMutation({ onSuccess: refresh })
  const download = trpc.keeps.exports.download.useMutation({
    onSuccess: ({ url }) => window.location.assign(url),
    onError: refresh,
  })
  const items = list.data?.items ?? []
  const isWaiting = items.some(({ state }) => state === 'waiting')
  const error = request.error ?? download.error
  return (
    <div id="archives">
      <Section title={t('archives.take.title')} lead={t('archives.take.lead')}>
        {list.error && <ListError error={list.error} onRetry={() => void list.refetch()} />}
        {list.isPending && <Skeleton className="h-11 w-48" />}
        <ArchiveList
          items={items}
          actions={({ id, state }) =>
            state === 'ready' && (
              <Button
                tone="secondary"
                pending={download.isPending && download.variables.exportId === id}
                onClick={() => download.mutate({ circleId, exportId: id })}
              >
                <Download size={18} aria-hidden="true" />
                {t('archives.download')}
              </Button>
            )
          }
        />
        {list.data && (
          <Button
            tone="secondary"
            pending={request.isPending}
            disabled={isWaiting}
            onClick={() => request.mutate({ circleId })}
          >
            {t('archives.take.request')}
          </Button>
        )}
        <p role="status" className="mt-3 text-muted text-sm empty:hidden">
          {isWaiting && t('archives.take.comes')}
        </p>
        <p role="alert" className="mt-3 text-danger text-sm empty:hidden">
          {error && errorText(error, t, language)}
        </p>
        <p className="mt-3 text-muted text-xs">{t('archives.take.hint', { count: limits.exportDays })}</p>
      </Section>
    </div>
  )
}
