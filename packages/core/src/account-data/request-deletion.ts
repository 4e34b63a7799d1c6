import type { RequestDeletion } from '@kinkeep/contracts/account-data'
import { limits } from '@kinkeep/contracts/limits'
import type { FreshUserScope } from '../accounts/access.ts'
import { assertAdminRemains } from '../operators/assert-admin-remains.ts'
import { audit } from '../platform/audit.ts'
import { addSeconds, secondsPerDay } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { enqueue } from '../platform/jobs.ts'
import { endSessions } from '../platform/sessions.ts'
import { sendDeletionMail } from './deletion-jobs.ts'
import { selectOwnedCircles } from './deletion-sql.ts'

/**
 * Sets the day on which the account goes, signs out everywhere else, and mails a way back. Asked again, the choice
 * may change, the day does not. Throws OWNS_CIRCLES, LAST_ADMIN.
 */
export async function requestDeletion(
  deps: Pick<Deps, 'transaction'>,
  scope: FreshUserScope,
  { contributions }: RequestDeletion,
): Promise<{ deletionDueAt: string }> {
  return deps.transaction(async (tx) => {
    const { userId, sessionId } = scope
    const now = tx.effects.clock.now()
    await assertAdminRemains(tx, userId)
    const user = await tx
      .selectFrom('users')
      .select('deletionDueAt')
      .where('id', '=', userId)
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow()
    const owned = await selectOwnedCircles(tx, userId).execute()
    if (owned.some(({ memberCount }) => memberCount > 1)) throw new DomainError('OWNS_CIRCLES')

    const dueAt = user.deletionDueAt ?? addSeconds(now, limits.deletionDays * secondsPerDay)
    await tx
      .updateTable('users')
      .set({ deletionDueAt: dueAt, deletionKeeps: contributions, updatedAt: now })
      .where('id', '=', userId)
      .execute()
    await endSessions(tx, userId, { keep: sessionId })
    if (!user.deletionDueAt) await enqueue(tx, sendDeletionMail, { userId })
    await audit(tx, scope.actor, { action: 'user.deletionRequested', subjectId: userId })
    return { deletionDueAt: dueAt.toISOString() }
  })
}
