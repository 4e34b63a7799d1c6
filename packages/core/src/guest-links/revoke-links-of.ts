import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/db.ts'
import { endLinks } from './sql.ts'

/**
 * Ends the guest links that somebody made who goes from a circle: whoever made one has had it in their hands, and it
 * would be a way back in.
 */
export async function revokeLinksOf(tx: Tx, circleId: string, userId: string): Promise<void> {
  const ended = await endLinks(tx, circleId, { createdBy: userId })
  for (const subjectId of ended) {
    await audit(tx, { userId: null }, { action: 'guestLink.revoked', circleId, subjectId })
  }
}
