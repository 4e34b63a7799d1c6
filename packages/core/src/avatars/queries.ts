import type { AvatarView, OneAvatar } from '@kinkeep/contracts/account-data'
import type { AvatarSize } from '@kinkeep/contracts/avatars'
import type { UserScope } from '../accounts/access.ts'
import type { Deps } from '../platform/deps.ts'
import { notFound } from '../platform/errors.ts'
import type { AvatarScope } from './access.ts'
import { avatarKey, toAvatarView } from './rules.ts'

/** How far a picture is that the caller sent. Throws NotFound. */
export async function readAvatarStatus(
  deps: Pick<Deps, 'db'>,
  scope: UserScope,
  { avatarId }: OneAvatar,
): Promise<AvatarView> {
  const avatar = await deps.db
    .selectFrom('avatars')
    .select(['id', 'state', 'failure'])
    .where('id', '=', avatarId)
    .where('userId', '=', scope.userId)
    .executeTakeFirst()
  if (!avatar) throw notFound()
  return toAvatarView(avatar)
}

/** A short-lived address of one square. */
export function signAvatar(deps: Pick<Deps, 'storage'>, scope: AvatarScope, size: AvatarSize) {
  return deps.storage.signDownload({
    key: avatarKey(scope.userId, scope.avatarId, size),
    contentType: 'image/webp',
  })
}

/** The large square of a person's own picture, for a job that they asked for; undefined without one. */
export async function openAvatar(
  deps: Pick<Deps, 'storage'>,
  { userId, avatarId }: { userId: string; avatarId: string | null },
  signal: AbortSignal,
) {
  return avatarId ? deps.storage.openRead(avatarKey(userId, avatarId, '256'), signal) : undefined
}
