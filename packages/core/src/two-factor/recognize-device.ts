import type { BrowserCaller } from '../accounts/access.ts'
import type { Tx } from '../platform/db.ts'
import { hashToken } from '../platform/token-hash.ts'
import { deviceTokens } from './rules.ts'

/** Whether this browser was trusted by this person and still is; remembers that it was used, and where. */
export async function recognizeDevice(tx: Tx, caller: BrowserCaller, userId: string): Promise<boolean> {
  const held = deviceTokens(caller.deviceToken)
  if (held.length === 0) return false
  const now = tx.effects.clock.now()
  const device = await tx
    .updateTable('trustedDevices')
    .set({ usedAt: now, address: caller.address, userAgent: caller.userAgent?.slice(0, 300) ?? null })
    .where('tokenHash', 'in', held.map(hashToken))
    .where('userId', '=', userId)
    .where('expiresAt', '>', now)
    .returning('id')
    .executeTakeFirst()
  return device !== undefined
}
