import { useCallback } from 'react'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'

/** Moves keeps of a circle to the trash, and offers to take that back. */
export function useTrashKeep(circleId: string): (keepId: string) => void {
  const { t, language } = useTranslation()
  const utils = trpc.useUtils()
  const refresh = () =>
    Promise.all([utils.keeps.list.invalidate({ circleId }), utils.keeps.timeline.invalidate({ circleId })])
  const onError = (error: unknown) => showToast({ tone: 'error', text: errorText(error, t, language) })
  const restore = trpc.keeps.restore.useMutation({
    onSuccess: () => {
      showToast({ tone: 'done', text: t('timeline.restored') })
      return refresh()
    },
    onError,
  })
  const trash = trpc.keeps.trash.useMutation({
    onSuccess: (keep) => {
      showToast({
        tone: 'done',
        text: t('timeline.trashed'),
        action: { label: t('timeline.undo'), run: () => restore.mutate({ circleId, keepId: keep.id }) },
      })
      return refresh()
    },
    onError,
  })
  const { mutate } = trash
  return useCallback((keepId) => mutate({ circleId, keepId }), [circleId, mutate])
}
