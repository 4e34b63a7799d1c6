import { limits } from '@kinkeep/contracts/limits'
import { audit } from '../platform/audit.ts'
import { addSeconds, secondsPerDay } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { hashToken } from '../platform/token-hash.ts'
import type { ChallengeScope } from './access.ts'
import { devicesPerBrowser, deviceTokens } from './rules.ts'

/**
 * Trusts the browser of a challenge for `limits.trustedDeviceDays`; answers what its cookie is to hold. A token is
 * always a new one: one that was planted there before gains nobody anything. What others of the family trust in the
 * same browser stays.
 */
export async function trustDevice(
  tx: Tx,
  deps: Pick<Deps, 'random'>,
  { userId, caller, actor }: ChallengeScope,
): Promise<string> {
  const held = deviceTokens(caller.deviceToken)
  const replaced = await tx
    .deleteFrom('trustedDevices')
    .where('userId', '=', userId)
    .where('tokenHash', 'in', [Buffer.alloc(0), ...held.map(hashToken)])
    .returning('tokenHash')
    .execute()
  const token = deps.random.token()
  const id = deps.random.id()
  const now = tx.effects.clock.now()
  await tx
    .insertInto('trustedDevices')
    .values({
      id,
      userId,
      tokenHash: hashToken(token),
      userAgent: caller.userAgent?.slice(0, 300) ?? null,
      address: caller.address,
      createdAt: now,
      usedAt: now,
      expiresAt: addSeconds(now, limits.trustedDeviceDays * secondsPerDay),
    })
    .execute()
  await audit(tx, actor, { action: 'trusted_device.added', subjectId: id })
  const others = held.filter((other) => !replaced.some(({ tokenHash }) => tokenHash.equals(hashToken(other))))
  return [token, ...others].slice(0, devicesPerBrowser).join('.')
}
