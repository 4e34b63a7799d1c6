import { limits } from '@kinkeep/contracts/limits'
import type { SessionView } from '@kinkeep/contracts/sessions'
import { Button } from '@kinkeep/ui/button'
import { ConfirmDialog } from '@kinkeep/ui/confirm-dialog'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { useState } from 'react'
import { ListError } from '../../components/list-error.tsx'
import { LoadMore } from '../../components/load-more.tsx'
import { Section } from '../../components/section.tsx'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { SessionRow } from './session-row.tsx'

/** Where one is signed in, and the way to sign out from afar. */
export function SessionsSection() {
  const { t, language } = useTranslation()
  const cache = trpc.useUtils()
  const sessions = trpc.auth.sessions.list.useInfiniteQuery(
    { limit: limits.pageMax },
    { getNextPageParam: (page) => page.nextCursor, staleTime: 0 },
  )
  const [asked, setAsked] = useState<SessionView | 'others'>()
  const done = async (count: number) => {
    setAsked(undefined)
    showToast({ tone: 'done', text: t('security.sessions.revoked', { count }) })
    await cache.auth.sessions.list.invalidate()
  }
  const revoke = trpc.auth.sessions.revoke.useMutation({ onSuccess: () => done(1) })
  const revokeOthers = trpc.auth.sessions.revokeOthers.useMutation({
    onSuccess: ({ revoked }) => done(revoked),
  })
  const close = () => {
    setAsked(undefined)
    revoke.reset()
    revokeOthers.reset()
  }
  const error = revoke.error ?? revokeOthers.error
  const items = sessions.data?.pages.flatMap((page) => page.items)
  return (
    <Section title={t('security.sessions.title')} lead={t('security.sessions.lead')}>
      {sessions.error && <ListError error={sessions.error} onRetry={() => void sessions.refetch()} />}
      {!items && !sessions.error && <Skeleton className="h-40 rounded-lg" />}
      {items && (
        <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
          {items.map((session) => (
            <SessionRow
              key={session.id}
              session={session}
              now={new Date(sessions.dataUpdatedAt)}
              onRevoke={() => setAsked(session)}
            />
          ))}
        </ul>
      )}
      <LoadMore query={sessions} />
      {items && items.length > 1 && (
        <div className="mt-4">
          <Button tone="secondary" onClick={() => setAsked('others')}>
            {t('security.sessions.revokeOthers')}
          </Button>
        </div>
      )}
      <ConfirmDialog
        open={asked !== undefined}
        onOpenChange={(open) => !open && close()}
        title={asked === 'others' ? t('security.sessions.othersTitle') : t('security.sessions.revokeTitle')}
        description={
          asked === 'others' ? t('security.sessions.othersText') : t('security.sessions.revokeText')
        }
        confirmLabel={t('security.sessions.confirm')}
        cancelLabel={t('actions.cancel')}
        pending={revoke.isPending || revokeOthers.isPending}
        error={error && errorText(error, t, language)}
        onConfirm={() => {
          if (asked === 'others') revokeOthers.mutate()
          else if (asked) revoke.mutate({ sessionId: asked.id })
        }}
      />
    </Section>
  )
}
