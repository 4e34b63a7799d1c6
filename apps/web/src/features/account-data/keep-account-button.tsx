import { Button } from '@kinkeep/ui/button'
import { useRouter } from '@tanstack/react-router'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'

/** Calls the deletion of one's account off. */
export function KeepAccountButton() {
  const { t, language } = useTranslation()
  const cache = trpc.useUtils()
  const router = useRouter()
  const keep = trpc.users.cancelDeletion.useMutation({
    onSuccess: async () => {
      await cache.users.me.fetch(undefined, { staleTime: 0 })
      await router.invalidate()
      showToast({ tone: 'done', text: t('leaving.kept') })
    },
    onError: (error) => showToast({ tone: 'error', text: errorText(error, t, language) }),
  })
  return (
    <Button tone="secondary" pending={keep.isPending} onClick={() => keep.mutate()}>
      {t('leaving.keep')}
    </Button>
  )
}
