import type { DeletionCheck } from '@kinkeep/contracts/account-data'
import type { UserView } from '@kinkeep/contracts/accounts'
import { limits } from '@kinkeep/contracts/limits'
import { Button } from '@kinkeep/ui/button'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { ListError } from '../../components/list-error.tsx'
import { Section } from '../../components/section.tsx'
import { formatDate } from '../../lib/format.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { DeletionDialog } from './deletion-dialog.tsx'
import { KeepAccountButton } from './keep-account-button.tsx'

/** The danger zone: what stands in the way of going, what would go too, and the way out. */
export function DeletionSection({ me }: { me: UserView }) {
  const { t, language } = useTranslation()
  const check = trpc.users.deletionCheck.useQuery(undefined, { staleTime: 0 })
  const [asking, setAsking] = useState(false)
  return (
    <Section
      title={t('accountData.deletion.title')}
      lead={t('accountData.deletion.lead', { count: limits.deletionDays })}
    >
      <div className="rounded-lg border border-danger/40 bg-surface p-5 sm:p-6">
        {check.error && <ListError error={check.error} onRetry={() => void check.refetch()} />}
        {check.isPending && <Skeleton className="h-11 w-48" />}
        {me.deletionDueAt !== null && (
          <>
            <p className="mb-4 font-medium">
              {t('accountData.deletion.due', { date: formatDate(me.deletionDueAt, language) })}
            </p>
            <KeepAccountButton />
          </>
        )}
        {check.data && me.deletionDueAt === null && (
          <>
            <Obstacles check={check.data} />
            <Button tone="danger" disabled={isBlocked(check.data)} onClick={() => setAsking(true)}>
              {t('accountData.deletion.start')}
            </Button>
          </>
        )}
      </div>
      {check.data && <DeletionDialog open={asking} onOpenChange={setAsking} toGo={check.data.toGo} />}
    </Section>
  )
}

function isBlocked({ toHandOver, isLastAdmin }: DeletionCheck): boolean {
  return toHandOver.length > 0 || isLastAdmin
}

/** Why the button does nothing yet, with the way to what would change that. */
function Obstacles({ check }: { check: DeletionCheck }) {
  const { t } = useTranslation()
  if (!isBlocked(check)) return null
  return (
    <div className="mb-4 flex flex-col gap-2 text-sm">
      {check.isLastAdmin && <p>{t('accountData.deletion.lastAdmin')}</p>}
      {check.toHandOver.length > 0 && (
        <>
          <p>{t('accountData.deletion.handOverFirst')}</p>
          <ul className="list-disc pl-5">
            {check.toHandOver.map(({ id, name, memberCount }) => (
              <li key={id}>
                <Link to="/c/$circleId/people" params={{ circleId: id }} className="link">
                  {name}
                </Link>{' '}
                <span className="text-muted">({t('circle.memberCount', { count: memberCount })})</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
