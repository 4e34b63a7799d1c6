import type { CalendarFeedView } from '@kinkeep/contracts/calendar'
import { limits } from '@kinkeep/contracts/limits'
import { Button } from '@kinkeep/ui/button'
import { ConfirmDialog } from '@kinkeep/ui/confirm-dialog'
import { IconButton } from '@kinkeep/ui/icon-button'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { CalendarPlus, Trash2 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { ListError } from '../../components/list-error.tsx'
import { Section } from '../../components/section.tsx'
import { errorText } from '../../lib/error-text.ts'
import { formatDate } from '../../lib/format.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { agoText } from '../security/ago.ts'

const SubscribeDialog = lazy(() => import('./subscribe-dialog.tsx'))

/** One's own addresses for calendar programs: each for one device, to be ended one by one. */
export function FeedsSection({ circleId }: { circleId: string }) {
  const { t, language } = useTranslation()
  const cache = trpc.useUtils()
  const feeds = trpc.circles.calendar.feeds.useQuery({ circleId })
  const [subscribing, setSubscribing] = useState(false)
  const [asked, setAsked] = useState<CalendarFeedView>()
  const revoke = trpc.circles.calendar.revokeFeed.useMutation({
    onSuccess: async () => {
      setAsked(undefined)
      showToast({ tone: 'done', text: t('calendar.revoked') })
      await cache.circles.calendar.feeds.invalidate({ circleId })
    },
  })
  const items = feeds.data?.items
  return (
    <Section title={t('calendar.feeds')} lead={t('calendar.feedsLead')}>
      {feeds.error && !items && <ListError error={feeds.error} onRetry={() => void feeds.refetch()} />}
      {!items && !feeds.error && <Skeleton className="h-18 w-full rounded-lg" />}
      {items && items.length > 0 && (
        <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
          {items.map((feed) => (
            <FeedRow
              key={feed.id}
              feed={feed}
              now={new Date(feeds.dataUpdatedAt)}
              onRevoke={() => setAsked(feed)}
            />
          ))}
        </ul>
      )}
      {items && items.length < limits.calendarFeedsPerMember && (
        <div className="mt-4">
          <Button tone="secondary" onClick={() => setSubscribing(true)}>
            <CalendarPlus size={20} aria-hidden="true" />
            {t('calendar.subscribe')}
          </Button>
        </div>
      )}
      {subscribing && (
        <Suspense>
          <SubscribeDialog circleId={circleId} onClose={() => setSubscribing(false)} />
        </Suspense>
      )}
      <ConfirmDialog
        open={asked !== undefined}
        onOpenChange={(open) => {
          if (open) return
          setAsked(undefined)
          revoke.reset()
        }}
        title={t('calendar.revokeTitle', { name: asked?.name ?? '' })}
        description={t('calendar.revokeText')}
        confirmLabel={t('calendar.revokeConfirm')}
        cancelLabel={t('actions.cancel')}
        pending={revoke.isPending}
        error={revoke.error && errorText(revoke.error, t, language)}
        onConfirm={() => asked && revoke.mutate({ circleId, feedId: asked.id })}
      />
    </Section>
  )
}

interface FeedRowProps {
  feed: CalendarFeedView
  /** When the list was read. */
  now: Date
  onRevoke: () => void
}

function FeedRow({ feed, now, onRevoke }: FeedRowProps) {
  const { t, language } = useTranslation()
  const made = t('calendar.made', { date: formatDate(feed.createdAt, language) })
  const used = feed.usedAt
    ? t('calendar.used', { when: agoText(feed.usedAt, now, t, language) })
    : t('calendar.unused')
  return (
    <li className="flex min-h-18 items-center gap-4 py-2 pr-2 pl-4">
      <div className="min-w-0 grow">
        <p className="break-words font-medium">{feed.name}</p>
        <p className="text-muted text-sm">
          {made} {used}
        </p>
      </div>
      <IconButton
        label={t('calendar.revoke', { name: feed.name })}
        icon={<Trash2 size={20} aria-hidden="true" />}
        onClick={onRevoke}
      />
    </li>
  )
}
