import { limits } from '@kinkeep/contracts/limits'
import { sql } from 'kysely'
import type { Tx } from '../platform/db.ts'
import { DomainError } from '../platform/errors.ts'

/**
 * Throws CIRCLE_FULL when a circle holds more than it may. What was just added is counted by then, which holds the
 * circle: of two that fit only alone, one is refused.
 */
export async function assertRoom(tx: Tx, circleId: string): Promise<void> {
  const full = await tx
    .selectFrom('circles')
    .select('id')
    .where('id', '=', circleId)
    .where(sql<boolean>`stored_bytes > coalesce(quota_bytes, ${limits.circleBytes})`)
    .executeTakeFirst()
  if (full) throw new DomainError('CIRCLE_FULL')
}
