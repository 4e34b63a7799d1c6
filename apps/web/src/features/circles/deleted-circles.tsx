import { limits } from '@kinkeep/contracts/limits'
import { Button } from '@kinkeep/ui/button'
import { Section } from '../../components/section.tsx'
import { formatDate } from '../../lib/format.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { useRestoreCircle } from './use-restore-circle.ts'

/** Circles that the caller deleted and can still take back. Nothing when there are none. */
export function DeletedCircles() {
  const { t, language } = useTranslation()
  const deleted = trpc.circles.deleted.useQuery({ limit: limits.pageMax }, { staleTime: 0 })
  const restore = useRestoreCircle()
  const items = deleted.data?.items ?? []
  if (items.length === 0) return null
  return (
    <Section title={t('accountData.circle.deletedTitle')} lead={t('accountData.circle.deletedLead')}>
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {items.map(({ id, name, deletionDueAt }) => (
          <li key={id} className="flex min-h-16 flex-wrap items-center gap-3 px-4 py-2">
            <div className="min-w-0 grow">
              <p className="truncate font-medium">{name}</p>
              <p className="text-muted text-xs">
                {t('accountData.circle.goesOn', { date: formatDate(deletionDueAt, language) })}
              </p>
            </div>
            <Button
              tone="secondary"
              pending={restore.isPending && restore.variables.circleId === id}
              onClick={() => restore.mutate({ circleId: id })}
            >
              {t('accountData.circle.restore')}
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  )
}
