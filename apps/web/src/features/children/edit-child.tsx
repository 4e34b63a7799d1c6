import type { ChildView } from '@kinkeep/contracts/children'
import { Dialog } from '@kinkeep/ui/dialog'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { ChildForm } from './child-form.tsx'

export interface EditChildProps {
  circleId: string
  child: ChildView
  onClose: () => void
}

/** Changes a child's profile. Fetched when it is wanted. */
export default function EditChild({ circleId, child, onClose }: EditChildProps) {
  const { t } = useTranslation()
  const cache = trpc.useUtils()
  const update = trpc.circles.children.update.useMutation({
    onSuccess: (changed) => {
      cache.circles.children.get.setData({ circleId, childId: child.id }, changed)
      void cache.circles.children.list.invalidate({ circleId })
      showToast({ tone: 'done', text: t('children.saved') })
      onClose()
    },
  })
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('children.editTitle', { name: child.name })}
      description={null}
      closeLabel={t('actions.close')}
    >
      <ChildForm
        initial={child}
        submitLabel={t('actions.save')}
        pending={update.isPending}
        error={update.error}
        onSubmit={(values) => update.mutate({ circleId, childId: child.id, ...values })}
      />
    </Dialog>
  )
}
