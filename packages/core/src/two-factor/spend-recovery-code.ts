import { type Actor, audit } from '../platform/audit.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { enqueue } from '../platform/jobs.ts'
import { sendSecondFactorMail } from './jobs.ts'
import { normalizeRecoveryCode, recoveryPurpose } from './rules.ts'

/** Whether a recovery code was right; it is used up then, and its owner is told how many are left. */
export async function spendRecoveryCode(
  tx: Tx,
  deps: Pick<Deps, 'secrets'>,
  { userId, actor, code }: { userId: string; actor: Actor; code: string },
): Promise<boolean> {
  const spent = await tx
    .updateTable('recoveryCodes')
    .set({ usedAt: tx.effects.clock.now() })
    .where('userId', '=', userId)
    .where('codeHash', '=', deps.secrets.index(recoveryPurpose(userId), normalizeRecoveryCode(code)))
    .where('usedAt', 'is', null)
    .returning('userId')
    .executeTakeFirst()
  if (!spent) return false
  await audit(tx, actor, { action: 'recovery_code.used', subjectId: userId })
  await enqueue(tx, sendSecondFactorMail, { userId, news: 'recoveryCodeUsed' })
  return true
}
