import type { AuditEntryView } from '@kinkeep/contracts/operators'
import { EmptyState } from '@kinkeep/ui/empty-state'
import { Link } from '@tanstack/react-router'
import { LoadMore } from '../../components/load-more.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { actionText } from './action-text.ts'
import { AuditFilters } from './audit-filters.tsx'
import { type AuditSearch, toAuditInput } from './audit-search.ts'
import { OperatorPage } from './operator-page.tsx'
import { RowsSkeleton } from './rows-skeleton.tsx'

/** Every sensitive act, newest first: who, what, when, from where. */
export function AuditPage({ search }: { search: AuditSearch }) {
  const { t } = useTranslation()
  const entries = trpc.operator.audit.list.useInfiniteQuery(
    { ...toAuditInput(search), limit: 50 },
    { getNextPageParam: (page) => page.nextCursor },
  )
  const found = entries.data?.pages.flatMap((page) => page.items)
  return (
    <OperatorPage
      title={t('operator.auditTitle')}
      error={entries.error}
      onRetry={() => void entries.refetch()}
    >
      <AuditFilters key={JSON.stringify(search)} search={search} />
      {!found && <RowsSkeleton />}
      {found?.length === 0 && (
        <EmptyState title={t('operator.audit.none')} text={t('operator.audit.noneText')} />
      )}
      {found !== undefined && found.length > 0 && (
        <div>
          <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
            {found.map((entry) => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </ul>
          <LoadMore query={entries} />
        </div>
      )}
    </OperatorPage>
  )
}

function Entry({ entry }: { entry: AuditEntryView }) {
  const { t, language } = useTranslation()
  const when = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'medium',
    timeStyle: 'medium',
  }).format(new Date(entry.at))
  const details = [
    entry.address && t('operator.audit.address', { address: entry.address }),
    entry.circleId && t('operator.audit.inCircle', { id: entry.circleId }),
    entry.subjectId && entry.subjectId !== entry.actorId && t('operator.audit.on', { id: entry.subjectId }),
  ].filter(Boolean)
  return (
    <li className="px-4 py-3 sm:px-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <p className="font-medium">{actionText(entry.action, t)}</p>
        <time dateTime={entry.at} className="text-muted text-sm tabular-nums">
          {when}
        </time>
      </div>
      <p className="mt-0.5 break-words text-sm">
        <Who entry={entry} />
      </p>
      {details.length > 0 && <p className="mt-0.5 break-words text-muted text-xs">{details.join(' · ')}</p>}
    </li>
  )
}

function Who({ entry: { actorId, actorEmail } }: { entry: AuditEntryView }) {
  const { t } = useTranslation()
  if (actorId === null) return t('operator.audit.machine')
  if (actorEmail === null) return t('operator.audit.forgotten')
  return (
    <Link
      to="/operator/people/$userId"
      params={{ userId: actorId }}
      className="text-accent underline underline-offset-4"
    >
      {actorEmail}
    </Link>
  )
}
