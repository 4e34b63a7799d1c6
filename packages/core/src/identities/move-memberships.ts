import { can, outranks } from '@kinkeep/contracts/roles'
import { withdrawInvitations } from '../circles/withdraw-invitations.ts'
import type { Tx } from '../platform/db.ts'
import { DomainError } from '../platform/errors.ts'
import { revokeShareLinksOf } from '../share-links/revoke-share-links-of.ts'
import { revokeUpgradesOf } from '../upgrades/revoke-upgrades-of.ts'

export interface AccountPair {
  /** The account that ends. */
  from: string
  /** The account that stays. */
  to: string
}

/** The circles whose membership moved, and those where it ended beside the kept one's. */
export interface Moves {
  moved: string[]
  ended: string[]
}

/**
 * Moves a user's memberships to another, as they are. Where both are members the kept one stays what it is: a merge
 * never raises a role, and what the other invited and offered where the kept one may not is withdrawn. Before that moves.
 * Throws OWNS_CIRCLES where a circle would lose its owner by that.
 */
export async function moveMemberships(tx: Tx, { from, to }: AccountPair): Promise<Moves> {
  // Circles before memberships, as everybody locks them.
  await tx
    .selectFrom('circles')
    .select('id')
    .where('id', 'in', (query) =>
      query.selectFrom('memberships').select('circleId').where('userId', 'in', [from, to]),
    )
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  const rows = await tx
    .selectFrom('memberships')
    .select(['circleId', 'userId', 'role'])
    .where('userId', 'in', [from, to])
    .orderBy('circleId')
    .orderBy('userId')
    .forUpdate()
    .execute()
  const kept = new Map(rows.filter(({ userId }) => userId === to).map((row) => [row.circleId, row.role]))
  const merged = rows.filter(({ userId }) => userId === from)
  const ended = merged.filter(({ circleId }) => kept.has(circleId))
  for (const { circleId, role } of ended) {
    const keptRole = kept.get(circleId)
    if (role === 'owner' && keptRole && outranks(role, keptRole)) throw new DomainError('OWNS_CIRCLES')
    await tx.deleteFrom('memberships').where('circleId', '=', circleId).where('userId', '=', from).execute()
    if (keptRole && !can(keptRole, 'invitation.send')) {
      await withdrawInvitations(tx, circleId, from)
    }
    if (keptRole && !can(keptRole, 'upgrade.request')) {
      await revokeUpgradesOf(tx, circleId, { requestedBy: from })
    }
    if (keptRole) await revokeShareLinksOf(tx, circleId, from, keptRole)
    await tx
      .updateTable('circles')
      .set((set) => ({ memberCount: set('memberCount', '-', 1) }))
      .where('id', '=', circleId)
      .execute()
  }
  await tx.updateTable('memberships').set({ userId: to }).where('userId', '=', from).execute()
  return {
    moved: merged.map(({ circleId }) => circleId).filter((circleId) => !kept.has(circleId)),
    ended: ended.map(({ circleId }) => circleId),
  }
}
