import type { UpgradeAction } from '@kinkeep/contracts/consent'
import type { Database, Tx } from '../platform/db.ts'
import { hashToken } from '../platform/token-hash.ts'

/** Requests of a circle as a view needs them: add which. */
export function selectUpgrades(db: Database | Tx, circleId: string) {
  return db
    .selectFrom('childUpgrades')
    .leftJoin('users as requester', 'requester.id', 'childUpgrades.requestedBy')
    .where('childUpgrades.circleId', '=', circleId)
    .select([
      'childUpgrades.id',
      'childUpgrades.childId',
      'childUpgrades.status',
      'childUpgrades.email',
      'childUpgrades.consentKind',
      'childUpgrades.consentVersion',
      'childUpgrades.consentLanguage',
      'childUpgrades.guardianName',
      'childUpgrades.witnessName',
      'childUpgrades.consentedAt',
      'childUpgrades.paperBytes',
      'childUpgrades.createdAt',
      'childUpgrades.expiresAt',
      'childUpgrades.endedAt',
      'requester.name as requesterName',
    ])
}

/** The request that a mailed link belongs to, with what its page shows. That of a deleted circle is not there. */
export function selectUpgradeByToken(db: Database | Tx, token: string) {
  return (
    db
      .selectFrom('emailTokens')
      .innerJoin('childUpgrades', 'childUpgrades.id', 'emailTokens.childUpgradeId')
      .innerJoin('circles', 'circles.id', 'childUpgrades.circleId')
      .innerJoin('children', (join) =>
        join
          .onRef('children.circleId', '=', 'childUpgrades.circleId')
          .onRef('children.id', '=', 'childUpgrades.childId'),
      )
      .leftJoin('users as requester', 'requester.id', 'childUpgrades.requestedBy')
      // Whether the address has an account is told to whoever holds a link that was sent to it.
      .leftJoin('users as owner', 'owner.email', 'childUpgrades.email')
      .where('emailTokens.tokenHash', '=', hashToken(token))
      .where('emailTokens.purpose', '=', 'child_upgrade')
      .where('circles.deletionDueAt', 'is', null)
      .select(['childUpgrades.id', 'childUpgrades.circleId', 'childUpgrades.childId', 'childUpgrades.email'])
      .select(['childUpgrades.status', 'childUpgrades.expiresAt', 'circles.name as circleName'])
      .select(['children.name as childName', 'requester.name as requesterName', 'owner.id as ownerId'])
  )
}

/** The request of a child that still waits, locked until the transaction ends. After the circle and the child. */
export function lockPending(tx: Tx, circleId: string, childId: string) {
  return tx
    .selectFrom('childUpgrades')
    .select(['id', 'childId', 'email', 'expiresAt', 'requestedBy'])
    .where('circleId', '=', circleId)
    .where('childId', '=', childId)
    .where('status', '=', 'pending')
    .forUpdate()
    .executeTakeFirst()
}

/** One line of the trail that a request leaves. */
export async function writeEntry(
  tx: Tx,
  circleId: string,
  upgrade: { id: string; childId: string },
  { action, userId }: { action: UpgradeAction; userId: string | null },
): Promise<void> {
  await tx
    .insertInto('childUpgradeEntries')
    .values({
      circleId,
      childId: upgrade.childId,
      upgradeId: upgrade.id,
      action,
      userId,
      at: tx.effects.clock.now(),
    })
    .execute()
}

/** Ends a request that is locked; its link says so until it is forgotten. */
export async function endUpgrade(
  tx: Tx,
  circleId: string,
  upgrade: { id: string; childId: string },
  userId: string | null,
): Promise<void> {
  await tx
    .updateTable('childUpgrades')
    .set({ status: 'revoked', endedAt: tx.effects.clock.now() })
    .where('circleId', '=', circleId)
    .where('id', '=', upgrade.id)
    .execute()
  await writeEntry(tx, circleId, upgrade, { action: 'token_revoked', userId })
}
