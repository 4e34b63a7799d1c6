import type { Tx } from '../platform/db.ts'
import { DomainError } from '../platform/errors.ts'

/**
 * From now on, for `limits.freshMinutes`, a session may do what needs a fresh proof. Throws NOT_SIGNED_IN when it
 * has ended meanwhile, and for a program's token.
 */
export async function markProven(tx: Tx, sessionId: string): Promise<void> {
  const marked = await tx
    .updateTable('sessions')
    .set({ provenAt: tx.effects.clock.now() })
    .where('id', '=', sessionId)
    .where('kind', '=', 'browser')
    .returning('id')
    .executeTakeFirst()
  if (!marked) throw new DomainError('NOT_SIGNED_IN')
}
