import type { AuditAction } from '@kinkeep/contracts/audit-actions'
import type { Tx } from './db.ts'

/** Who did something, as far as a scope or a session proves it. */
export interface Actor {
  userId: string | null
  requestId?: string | undefined
  address?: string | undefined
}

export interface AuditEntry {
  action: AuditAction
  circleId?: string
  subjectId?: string
}

/** Writes down a sensitive act, in the transaction that does it. Ids only: no names, no content. */
export async function audit(tx: Tx, actor: Actor, entry: AuditEntry): Promise<void> {
  await tx
    .insertInto('auditEntries')
    .values({
      at: tx.effects.clock.now(),
      actorId: actor.userId,
      circleId: entry.circleId ?? null,
      action: entry.action,
      subjectId: entry.subjectId ?? null,
      requestId: actor.requestId ?? null,
      address: actor.address ?? null,
    })
    .execute()
}
