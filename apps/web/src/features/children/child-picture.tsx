import type { ChildView } from '@kinkeep/contracts/children'
import { Avatar } from '@kinkeep/ui/avatar'
import { mediaUrl } from '../timeline/media-url.ts'

export interface ChildPictureProps {
  circleId: string
  child: Pick<ChildView, 'id' | 'name' | 'avatarMediaId' | 'avatarVersion'>
  size?: 'md' | 'xl'
}

/** A child's photo, or initials until there is one. Decoration: the name stands beside it. */
export function ChildPicture({ circleId, child, size = 'md' }: ChildPictureProps) {
  const { id, name, avatarMediaId, avatarVersion } = child
  return (
    <Avatar
      name={name}
      seed={id}
      size={size === 'md' ? 'lg' : 'xl'}
      src={
        avatarMediaId && mediaUrl(circleId, { id: avatarMediaId, version: avatarVersion ?? 1 }, 'thumbnail')
      }
    />
  )
}
