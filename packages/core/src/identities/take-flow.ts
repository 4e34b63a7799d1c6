import type { Tx } from '../platform/db.ts'
import { DomainError } from '../platform/errors.ts'

/** What a journey brought is used once. Throws CHALLENGE_EXPIRED for whoever comes second. */
export async function takeFlow(tx: Tx, flowId: string): Promise<void> {
  const taken = await tx
    .updateTable('providerFlows')
    .set({ finishedAt: tx.effects.clock.now() })
    .where('id', '=', flowId)
    .where('finishedAt', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!taken) throw new DomainError('CHALLENGE_EXPIRED')
}
