import { type Actor, audit } from '../platform/audit.ts'
import type { Tx } from '../platform/db.ts'
import { DomainError } from '../platform/errors.ts'

/** Calls a deletion off, with every link that could have. Throws LINK_EXPIRED once it is too late. */
export async function keepAccount(tx: Tx, actor: Actor, userId: string): Promise<void> {
  const now = tx.effects.clock.now()
  const kept = await tx
    .updateTable('users')
    .set({ deletionDueAt: null, deletionKeeps: null, updatedAt: now })
    .where('id', '=', userId)
    .where('deletionDueAt', '>', now)
    .returning('id')
    .executeTakeFirst()
  if (!kept) throw new DomainError('LINK_EXPIRED')
  await tx
    .deleteFrom('emailTokens')
    .where('userId', '=', userId)
    .where('purpose', '=', 'cancel_deletion')
    .execute()
  await audit(tx, actor, { action: 'user.deletionCancelled', subjectId: userId })
}
