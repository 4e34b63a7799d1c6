import type { Tx } from '../platform/db.ts'
import { DomainError } from '../platform/errors.ts'

/** Holds all admins until the end of the transaction. Throws LAST_ADMIN when there is none but this one. */
export async function assertAdminRemains(tx: Tx, userId: string): Promise<void> {
  const admins = await tx
    .selectFrom('users')
    .select('id')
    .where('role', '=', 'admin')
    .where('deactivatedAt', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute()
  if (!admins.some(({ id }) => id !== userId)) throw new DomainError('LAST_ADMIN')
}
