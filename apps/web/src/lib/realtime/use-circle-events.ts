import type { CircleEvent } from '@kinkeep/contracts/events'
import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { currentTranslation } from '../i18n/i18n.ts'
import { readError } from '../read-error.ts'
import { showToast } from '../toasts.ts'
import { browserTimers, coalesce } from './coalesce.ts'
import { isGoodbyeExpected } from './expected-goodbyes.ts'
import { keepStreamOpen } from './keep-stream-open.ts'
import { openCircleEvents } from './open-circle-events.ts'
import { readAgo } from './read-ago.ts'
import { type CircleQuery, circleQueries, everyQuery, staleAfter } from './stale-after.ts'

/** How often one query is read again: under a second, which is what news may take; in a long burst, less often. */
const pace = { ms: 800, most: 5000 }

/** Follows the open circle: whatever changes there is read again here. One stream a tab. */
export function useCircleEvents(circleId: string): void {
  const router = useRouter()
  useEffect(() => {
    const { api, queryClient } = router.options.context
    const refresh = coalesce<CircleQuery>(
      // What was heard of before one left is not asked for after that.
      (query) => !isGoodbyeExpected(circleId) && void circleQueries[query](api, circleId),
      pace,
      browserTimers,
    )

    const leaveIfRemoved = async () => {
      if (isGoodbyeExpected(circleId)) return
      try {
        await api.circles.get.fetch({ circleId }, { staleTime: 0, retry: false })
      } catch (error) {
        if (readError(error).reason !== 'NOT_FOUND' || isGoodbyeExpected(circleId)) return
        await api.circles.list.invalidate()
        await router.navigate({ to: '/' })
        showToast({ tone: 'error', text: currentTranslation().t('circle.gone') })
      }
    }

    const stream = keepStreamOpen<CircleEvent>({
      open: (start, handlers) => openCircleEvents(circleId, start, handlers),
      readAgo: () => readAgo(queryClient, Date.now()),
      onEvent: (event) => staleAfter(event).forEach(refresh),
      onFresh: () => everyQuery.forEach(refresh),
      onTrouble: () => void leaveIfRemoved(),
      timers: browserTimers,
      random: Math.random,
    })

    const onVisible = () => document.visibilityState === 'visible' && stream.wake()
    window.addEventListener('online', stream.wake)
    window.addEventListener('offline', stream.sleep)
    document.addEventListener('visibilitychange', onVisible)
    return () => {
      window.removeEventListener('online', stream.wake)
      window.removeEventListener('offline', stream.sleep)
      document.removeEventListener('visibilitychange', onVisible)
      stream.close()
      refresh.stop()
    }
  }, [circleId, router])
}
