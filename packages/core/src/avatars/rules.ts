import type { AvatarView } from '@kinkeep/contracts/account-data'
import type { AvatarSize } from '@kinkeep/contracts/avatars'
import type { MediaFailureReason, MediaState } from '@kinkeep/contracts/media-states'
import type { RateLimit } from '../platform/rate-limits.ts'

/** Pictures that one person sends: an indecisive evening fits. */
export const avatarUploads: RateLimit = { count: 30, seconds: 60 * 60 }

/** Everything about one picture lies under this. Ids only, so that no name a person typed can lead elsewhere. */
export function avatarPrefix(userId: string, avatarId: string): string {
  return `users/${userId}/avatars/${avatarId}/`
}

export function avatarKey(userId: string, avatarId: string, variant: AvatarSize | 'original'): string {
  return `${avatarPrefix(userId, avatarId)}${variant === 'original' ? 'original' : `${variant}.webp`}`
}

export function toAvatarView(row: {
  id: string
  state: MediaState
  failure: MediaFailureReason | null
}): AvatarView {
  return { id: row.id, state: row.state, failure: row.failure }
}
