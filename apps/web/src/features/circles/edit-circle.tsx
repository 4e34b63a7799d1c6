import type { CircleView } from '@kinkeep/contracts/circles'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { CircleForm } from './circle-form.tsx'

export function EditCircle({ circle }: { circle: CircleView }) {
  const { t } = useTranslation()
  const cache = trpc.useUtils()
  const update = trpc.circles.update.useMutation({
    onSuccess: (changed) => {
      cache.circles.get.setData({ circleId: circle.id }, changed)
      void cache.circles.list.invalidate()
      showToast({ tone: 'done', text: t('circle.saved') })
    },
  })
  return (
    <CircleForm
      // What others change meanwhile shows in the fields, too.
      key={`${circle.name}\n${circle.description}`}
      initial={{ name: circle.name, description: circle.description ?? '' }}
      submitLabel={t('actions.save')}
      pending={update.isPending}
      error={update.error}
      onSubmit={({ name, description }) =>
        update.mutate({
          circleId: circle.id,
          name,
          description: description.trim() === '' ? null : description,
        })
      }
    />
  )
}
