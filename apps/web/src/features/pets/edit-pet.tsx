import type { PetView } from '@kinkeep/contracts/pets'
import { Dialog } from '@kinkeep/ui/dialog'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { PetForm } from './pet-form.tsx'

export interface EditPetProps {
  circleId: string
  pet: PetView
  onClose: () => void
}

/** Changes what is known of a pet. Fetched when it is wanted. */
export default function EditPet({ circleId, pet, onClose }: EditPetProps) {
  const { t } = useTranslation()
  const cache = trpc.useUtils()
  const update = trpc.circles.pets.update.useMutation({
    onSuccess: (changed) => {
      cache.circles.pets.get.setData({ circleId, petId: pet.id }, changed)
      void cache.circles.pets.list.invalidate({ circleId })
      showToast({ tone: 'done', text: t('pets.saved') })
      onClose()
    },
  })
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('pets.editTitle', { name: pet.name })}
      description={null}
      closeLabel={t('actions.close')}
    >
      <PetForm
        initial={pet}
        submitLabel={t('actions.save')}
        pending={update.isPending}
        error={update.error}
        onSubmit={(values) => update.mutate({ circleId, petId: pet.id, ...values })}
      />
    </Dialog>
  )
}
