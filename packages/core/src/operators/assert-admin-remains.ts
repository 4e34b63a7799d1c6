import type { Tx } from '../platform/db.ts'
import { DomainError } from '../platform/errors.ts'

/**
 * Holds all admins until the end of the transaction, before one of them goes or is one no more. Who waits to be
 * forgotten does not remain. Throws LAST_ADMIN when this is an admin and there is no other.
 */
export async function assertAdminRemains(tx: Tx, userId: string): Promise<void> {
  const admins = await tx
    .selectFrom('users')
    .select(['id', 'deletionDueAt'])
    .where('role', '=', 'admin')
    .where('deactivatedAt', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute()
  const goes = admins.some(({ id }) => id === userId)
  const remains = admins.some(({ id, deletionDueAt }) => id !== userId && deletionDueAt === null)
  if (goes && !remains) throw new DomainError('LAST_ADMIN')
}
