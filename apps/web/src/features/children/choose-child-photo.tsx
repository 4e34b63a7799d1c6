import type { ChildView } from '@kinkeep/contracts/children'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { ChooseProfilePhoto } from '../keep-people/choose-profile-photo.tsx'
import { keepsWithChild } from './children-queries.ts'

export interface ChooseChildPhotoProps {
  circleId: string
  child: ChildView
  onClose: () => void
}

/** Which photo is a child's picture. Fetched when it is wanted. */
export default function ChooseChildPhoto({ circleId, child, onClose }: ChooseChildPhotoProps) {
  const { t } = useTranslation()
  const cache = trpc.useUtils()
  const update = trpc.circles.children.update.useMutation({
    onSuccess: (changed) => {
      cache.circles.children.get.setData({ circleId, childId: child.id }, changed)
      void cache.circles.children.list.invalidate({ circleId })
      onClose()
    },
  })
  return (
    <ChooseProfilePhoto
      keeps={keepsWithChild(circleId, child.id)}
      current={child.avatarMediaId}
      whenEmpty={t('children.noPhotos')}
      pending={update.isPending}
      error={update.error}
      onChoose={(avatarMediaId) => update.mutate({ circleId, childId: child.id, avatarMediaId })}
      onClose={onClose}
    />
  )
}
