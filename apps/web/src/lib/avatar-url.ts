import type { AvatarSize } from '@kinkeep/contracts/avatars'

/** Where a person's picture is; undefined for somebody without one. The server asks who is looking. */
export function avatarUrl(
  userId: string,
  avatarId: string | null,
  size: AvatarSize = '64',
): string | undefined {
  return avatarId === null ? undefined : `/avatars/${userId}/${avatarId}/${size}`
}
