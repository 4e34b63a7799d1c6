import { limits } from '@kinkeep/contracts/limits'
import { Button } from '@kinkeep/ui/button'
import { LoadMore } from '../../components/load-more.tsx'
import { Section } from '../../components/section.tsx'
import { formatDate } from '../../lib/format.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { nextCursorOf } from '../timeline/timeline-queries.ts'
import { changeText } from './change-text.ts'
import { useUndoDates } from './use-date-change.ts'

/** What was done to dates lately, each with the way back. Nothing, where nothing was. */
export function DateChanges({ circleId }: { circleId: string }) {
  const { t, language } = useTranslation()
  const changes = trpc.media.dates.changes.useInfiniteQuery(
    { circleId, limit: 10 },
    { getNextPageParam: nextCursorOf },
  )
  const undo = useUndoDates(circleId)
  const items = changes.data?.pages.flatMap((page) => page.items) ?? []
  if (items.length === 0) return null
  return (
    <Section title={t('dates.earlierTitle')} lead={t('dates.earlierLead', { count: limits.dateChangeDays })}>
      <ul className="divide-y divide-line">
        {items.map(({ id, change, keeps, by, createdAt, undoneAt, leftAlone }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-3">
            <div className="min-w-0 grow basis-60">
              <p>{changeText(change, t, language)}</p>
              <p className="text-muted text-xs">
                {[
                  t('dates.ofKeeps', { count: keeps }),
                  by ?? t('timeline.formerMember'),
                  formatDate(createdAt, language),
                ].join(' · ')}
              </p>
              {undoneAt !== null && (
                <p className="text-muted text-xs">
                  {t('dates.wasUndone')} {leftAlone ? t('dates.leftAlone', { count: leftAlone }) : ''}
                </p>
              )}
            </div>
            {undoneAt === null && (
              <Button
                tone="secondary"
                pending={undo.isPending && undo.variables.changeId === id}
                onClick={() => undo.mutate({ circleId, changeId: id })}
              >
                {t('timeline.undo')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <LoadMore query={changes} />
    </Section>
  )
}
