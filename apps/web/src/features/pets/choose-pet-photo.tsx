import type { PetView } from '@kinkeep/contracts/pets'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { ChooseProfilePhoto } from '../keep-people/choose-profile-photo.tsx'
import { keepsWithPet } from './pets-queries.ts'

export interface ChoosePetPhotoProps {
  circleId: string
  pet: PetView
  onClose: () => void
}

/** Which photo is a pet's picture. Fetched when it is wanted. */
export default function ChoosePetPhoto({ circleId, pet, onClose }: ChoosePetPhotoProps) {
  const { t } = useTranslation()
  const cache = trpc.useUtils()
  const update = trpc.circles.pets.update.useMutation({
    onSuccess: (changed) => {
      cache.circles.pets.get.setData({ circleId, petId: pet.id }, changed)
      void cache.circles.pets.list.invalidate({ circleId })
      onClose()
    },
  })
  return (
    <ChooseProfilePhoto
      keeps={keepsWithPet(circleId, pet.id)}
      current={pet.avatarMediaId}
      whenEmpty={t('pets.noPhotos')}
      pending={update.isPending}
      error={update.error}
      onChoose={(avatarMediaId) => update.mutate({ circleId, petId: pet.id, avatarMediaId })}
      onClose={onClose}
    />
  )
}
