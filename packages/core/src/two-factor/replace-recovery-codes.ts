import { limits } from '@kinkeep/contracts/limits'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { normalizeRecoveryCode, recoveryPurpose, toRecoveryCode } from './rules.ts'

/** New recovery codes instead of whatever there was. Their only copy is the answer: the table has hashes. */
export async function replaceRecoveryCodes(
  tx: Tx,
  deps: Pick<Deps, 'random' | 'secrets'>,
  userId: string,
): Promise<string[]> {
  const codes = Array.from({ length: limits.recoveryCodes }, () =>
    toRecoveryCode(Buffer.from(deps.random.token(), 'base64url')),
  )
  await tx.deleteFrom('recoveryCodes').where('userId', '=', userId).execute()
  await tx
    .insertInto('recoveryCodes')
    .values(
      codes.map((code) => ({
        userId,
        codeHash: deps.secrets.index(recoveryPurpose(userId), normalizeRecoveryCode(code)),
        createdAt: tx.effects.clock.now(),
      })),
    )
    .execute()
  return codes
}
