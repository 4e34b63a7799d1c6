import type { Tx } from '../platform/db.ts'
import { forgetDevices } from '../two-factor/forget-devices.ts'

/**
 * Takes the worth from everything that was begun before and could still open the account: links, codes, changes of
 * the address, waiting sign-ins, trusted devices. For whatever means that an old proof may be in wrong hands.
 */
export async function revokePendingProofs(tx: Tx, userId: string): Promise<void> {
  await tx
    .deleteFrom('emailTokens')
    .where('userId', '=', userId)
    .where('purpose', 'in', ['password_reset', 'magic_link'])
    .where('usedAt', 'is', null)
    .execute()
  await tx.deleteFrom('emailChanges').where('userId', '=', userId).execute()
  await tx.deleteFrom('codes').where('userId', '=', userId).where('usedAt', 'is', null).execute()
  await forgetDevices(tx, userId)
}
