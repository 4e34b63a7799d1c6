import type { RequestAvatar } from '@kinkeep/contracts/account-data'
import type { UserScope } from '../accounts/access.ts'
import type { Deps } from '../platform/deps.ts'
import { avatarKey, avatarUploads } from './rules.ts'

/** Answers where to put the bytes of a new picture: exactly so many, of this type, once. Throws TOO_MANY_REQUESTS. */
export async function requestAvatar(
  deps: Pick<Deps, 'db' | 'clock' | 'random' | 'storage' | 'limits'>,
  scope: UserScope,
  { byteSize, contentType }: RequestAvatar,
) {
  await deps.limits.take({ key: `avatar:${scope.userId}`, limit: avatarUploads })
  const avatarId = deps.random.id()
  await deps.db
    .insertInto('avatars')
    .values({
      id: avatarId,
      userId: scope.userId,
      state: 'requested',
      byteSize,
      createdAt: deps.clock.now(),
    })
    .execute()
  const key = avatarKey(scope.userId, avatarId, 'original')
  const { url, headers, expiresAt } = await deps.storage.signUpload({ key, byteSize, contentType })
  return { avatarId, url, headers, expiresAt: expiresAt.toISOString() }
}
