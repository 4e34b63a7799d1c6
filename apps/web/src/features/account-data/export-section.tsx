import { limits } from '@kinkeep/contracts/limits'
import { Badge } from '@kinkeep/ui/badge'
import { Button } from '@kinkeep/ui/button'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { ListError } from '../../components/list-error.tsx'
import { Section } from '../../components/section.tsx'
import { errorText } from '../../lib/error-text.ts'
import { formatBytes, formatDate } from '../../lib/format.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'

const input = { limit: 5 } as const

const tones = { waiting: 'sun', ready: 'accent', failed: 'danger' } as const

/** Everything about the caller in one file: asked for here, fetched by the link in the mail. */
export function ExportSection() {
  const { t, language } = useTranslation()
  const cache = trpc.useUtils()
  const exports = trpc.users.exports.useQuery(input, {
    refetchInterval: ({ state }) => (state.data?.items.some((one) => one.state === 'waiting') ? 3000 : false),
  })
  const request = trpc.users.export.useMutation({ onSuccess: () => cache.users.exports.invalidate() })
  const items = exports.data?.items ?? []
  const isWaiting = items.some(({ state }) => state === 'waiting')
  return (
    <Section title={t('accountData.export.title')} lead={t('accountData.export.lead')}>
      {exports.error && <ListError error={exports.error} onRetry={() => void exports.refetch()} />}
      {exports.isPending && <Skeleton className="h-11 w-48" />}
      {items.length > 0 && (
        <ul className="mb-4 divide-y divide-line rounded-lg border border-line bg-surface">
          {items.map((one) => (
            <li key={one.id} className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
              <span className="grow text-sm">
                {t('accountData.export.from', { date: formatDate(one.createdAt, language) })}
                {one.bytes !== null && (
                  <span className="text-muted"> · {formatBytes(one.bytes, language)}</span>
                )}
              </span>
              <Badge tone={tones[one.state]}>{t(`accountData.export.${one.state}`)}</Badge>
              {one.state === 'ready' && (
                <span className="w-full text-muted text-xs">
                  {t('accountData.export.mailed', { date: formatDate(one.expiresAt, language) })}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      {exports.data && (
        <Button
          tone="secondary"
          pending={request.isPending}
          disabled={isWaiting}
          onClick={() => request.mutate()}
        >
          {t('accountData.export.request')}
        </Button>
      )}
      <p role="status" className="mt-3 text-muted text-sm empty:hidden">
        {isWaiting && t('accountData.export.comes')}
      </p>
      <p role="alert" className="mt-3 text-danger text-sm empty:hidden">
        {request.error && errorText(request.error, t, language)}
      </p>
      <p className="mt-3 text-muted text-xs">{t('accountData.export.hint', { count: limits.exportDays })}</p>
    </Section>
  )
}
