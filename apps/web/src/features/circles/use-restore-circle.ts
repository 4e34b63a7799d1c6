import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { expectGoodbye } from '../../lib/realtime/expected-goodbyes.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'

/** Takes back a deleted circle, and says so. */
export function useRestoreCircle() {
  const { t, language } = useTranslation()
  const cache = trpc.useUtils()
  return trpc.circles.restore.useMutation({
    onSuccess: async (circle) => {
      expectGoodbye(circle.id, false)
      cache.circles.get.setData({ circleId: circle.id }, circle)
      await Promise.all([cache.circles.list.invalidate(), cache.circles.deleted.invalidate()])
      showToast({ tone: 'done', text: t('accountData.circle.restored', { name: circle.name }) })
    },
    onError: (error) => showToast({ tone: 'error', text: errorText(error, t, language) }),
  })
}
