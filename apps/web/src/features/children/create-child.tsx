import { Dialog } from '@kinkeep/ui/dialog'
import { useState } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { newId } from '../../lib/new-id.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { ChildForm } from './child-form.tsx'

/** Adds a child. Fetched when it is wanted. */
export default function CreateChild({ circleId, onClose }: { circleId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const cache = trpc.useUtils()
  // The same for every try of this form, so that an answer lost on the way adds nobody twice.
  const [idempotencyKey] = useState(newId)
  const create = trpc.circles.children.create.useMutation({
    onSuccess: async ({ name }) => {
      await cache.circles.children.list.invalidate({ circleId })
      showToast({ tone: 'done', text: t('children.created', { name }) })
      onClose()
    },
  })
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('children.create')}
      description={null}
      closeLabel={t('actions.close')}
    >
      <ChildForm
        initial={null}
        submitLabel={t('children.add')}
        pending={create.isPending}
        error={create.error}
        onSubmit={({ name, birthdate, pronouns, sex }) =>
          create.mutate({
            ...{ circleId, idempotencyKey, name, birthdate },
            ...(pronouns !== null && { pronouns }),
            ...(sex !== null && { sex }),
          })
        }
      />
    </Dialog>
  )
}
