import type { AvatarView, OneAvatar } from '@kinkeep/contracts/account-data'
import type { UserScope } from '../accounts/access.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import { enqueue } from '../platform/jobs.ts'
import { processAvatar } from './jobs.ts'
import { avatarKey, toAvatarView } from './rules.ts'

/**
 * Takes note that a picture's bytes are in the store: looked up there, never believed. Asking again answers how far
 * it is. Throws NotFound for somebody else's, UPLOAD_MISSING, UPLOAD_INCOMPLETE.
 */
export async function completeAvatar(
  deps: Pick<Deps, 'db' | 'transaction' | 'storage'>,
  scope: UserScope,
  { avatarId }: OneAvatar,
): Promise<AvatarView> {
  const avatar = await deps.db
    .selectFrom('avatars')
    .select(['id', 'state', 'failure', 'byteSize'])
    .where('id', '=', avatarId)
    .where('userId', '=', scope.userId)
    .executeTakeFirst()
  if (!avatar) throw notFound()
  if (avatar.state !== 'requested') return toAvatarView(avatar)

  const storedSize = await deps.storage.sizeOf(avatarKey(scope.userId, avatarId, 'original'))
  if (storedSize === undefined) throw new DomainError('UPLOAD_MISSING')
  if (storedSize !== avatar.byteSize) throw new DomainError('UPLOAD_INCOMPLETE')
  return deps.transaction(async (tx) => {
    const accepted = await tx
      .updateTable('avatars')
      .set({ state: 'processing', completedAt: tx.effects.clock.now() })
      .where('id', '=', avatarId)
      .where('state', '=', 'requested')
      .returning('id')
      .executeTakeFirst()
    if (accepted) await enqueue(tx, processAvatar, { avatarId })
    return toAvatarView({ ...avatar, state: 'processing' })
  })
}
