import { limits } from '@kinkeep/contracts/limits'
import type { Tx } from '../platform/db.ts'
import { DomainError } from '../platform/errors.ts'

/** Under `lockAccount`, so that parallel calls cannot pass together. Throws TOO_MANY_CIRCLES. */
export async function assertRoomForCircle(tx: Tx, userId: string): Promise<void> {
  const { count } = await tx
    .selectFrom('memberships')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('userId', '=', userId)
    .executeTakeFirstOrThrow()
  if (count >= limits.circlesPerUser) throw new DomainError('TOO_MANY_CIRCLES')
}
