import { Dialog } from '@kinkeep/ui/dialog'
import { useState } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { newId } from '../../lib/new-id.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { PetForm } from './pet-form.tsx'

/** Adds a pet. Fetched when it is wanted. */
export default function CreatePet({ circleId, onClose }: { circleId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const cache = trpc.useUtils()
  // The same for every try of this form, so that an answer lost on the way adds nobody twice.
  const [idempotencyKey] = useState(newId)
  const create = trpc.circles.pets.create.useMutation({
    onSuccess: async ({ name }) => {
      await cache.circles.pets.list.invalidate({ circleId })
      showToast({ tone: 'done', text: t('pets.created', { name }) })
      onClose()
    },
  })
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('pets.create')}
      description={null}
      closeLabel={t('actions.close')}
    >
      <PetForm
        initial={null}
        submitLabel={t('pets.add')}
        pending={create.isPending}
        error={create.error}
        onSubmit={({ name, kind, breed, birthdate, diedOn, bio }) =>
          create.mutate({
            ...{ circleId, idempotencyKey, name, kind },
            ...(breed !== null && { breed }),
            ...(birthdate !== null && { birthdate }),
            ...(diedOn !== null && { diedOn }),
            ...(bio !== null && { bio }),
          })
        }
      />
    </Dialog>
  )
}
