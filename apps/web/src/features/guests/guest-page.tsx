import { Button } from '@kinkeep/ui/button'
import { lazy, Suspense, useCallback, useMemo, useState } from 'react'
import { PlainPage } from '../../components/plain-page.tsx'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { readError } from '../../lib/read-error.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { nextCursorOf } from '../timeline/timeline-queries.ts'
import { useMergedKeeps } from '../timeline/use-merged-keeps.ts'
import { photosOf } from '../viewer/viewed-photo.ts'
import { GuestEnded } from './guest-ended.tsx'
import { GuestKeep } from './guest-keep.tsx'
import { everyMinute } from './look-again.ts'
import { useBigType } from './use-big-type.ts'
import { useRefusals } from './use-refusals.ts'

const GuestViewer = lazy(() => import('./guest-viewer.tsx'))

const lookAgain = { refetchInterval: everyMinute, staleTime: 0 } as const
const pageLength = 20

/** The simple view: one column, newest first, everything large. */
export function GuestPage({ circleId }: { circleId: string }) {
  useBigType()
  const { t, language } = useTranslation()
  const [shown, setShown] = useState<string>()
  const home = trpc.circles.guestLinks.home.useQuery({ circleId }, lookAgain)
  const list = trpc.keeps.list.useInfiniteQuery(
    { circleId, limit: pageLength },
    { ...lookAgain, getNextPageParam: nextCursorOf },
  )
  const { refetch } = home
  const leave = trpc.circles.guestLinks.leave.useMutation({
    onError: (error) => showToast({ tone: 'error', text: errorText(error, t, language) }),
  })
  useRefusals(useCallback((error) => isOver(error) && void refetch(), [refetch]))
  const keeps = useMergedKeeps(circleId, list.data?.pages, list)
  const photos = useMemo(() => photosOf(keeps), [keeps])

  if (leave.isSuccess) return <GuestEnded why="left" />
  if (isOver(home.error) || isOver(list.error)) return <GuestEnded why={home.data ? 'ended' : 'unknown'} />
  const { circleName = '', guest } = home.data ?? {}
  const index = photos.findIndex(({ media }) => media.id === shown)
  return (
    <>
      <PlainPage
        title={circleName}
        width="max-w-2xl"
        heading={
          <>
            <h1 className="text-2xl">{circleName}</h1>
            <p className="mt-1 mb-6 text-muted">{guest && t('guests.youAre', { name: guest.name })}</p>
          </>
        }
        items={keeps}
        query={list}
        row={(keep) => <GuestKeep circleId={circleId} keep={keep} onOpen={setShown} />}
        empty={
          <div className="rounded-lg border border-line bg-surface p-6">
            <h2 className="text-lg">{t('guests.emptyTitle')}</h2>
            <p className="mt-2 text-muted">{t('guests.emptyText')}</p>
          </div>
        }
        moreLabel={t('guests.older')}
      >
        {guest && (
          <div className="mt-12 border-line border-t pt-6">
            <Button tone="quiet" pending={leave.isPending} onClick={() => leave.mutate({ circleId })}>
              {t('guests.leave')}
            </Button>
            <p className="mt-1 text-muted text-sm">{t('guests.leaveHint')}</p>
          </div>
        )}
      </PlainPage>
      {index >= 0 && (
        <Suspense>
          <GuestViewer
            {...{ circleId, photos, index }}
            mayDownload={guest?.mayDownload ?? false}
            onShow={setShown}
            onClose={() => setShown(undefined)}
          />
        </Suspense>
      )}
    </>
  )
}

/** The link was revoked or has expired, or the circle is gone: not something that passes. */
function isOver(error: unknown): boolean {
  return error !== null && ['NOT_SIGNED_IN', 'NOT_FOUND'].includes(readError(error).reason)
}
