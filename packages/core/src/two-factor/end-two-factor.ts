import { type Actor, audit } from '../platform/audit.ts'
import type { Tx } from '../platform/db.ts'
import { enqueue } from '../platform/jobs.ts'
import { forgetDevices } from './forget-devices.ts'
import { sendSecondFactorMail } from './jobs.ts'

/** Signing in asks for one factor again: what was set up, begun, printed or trusted is forgotten. */
export async function endTwoFactor(tx: Tx, userId: string, actor: Actor): Promise<void> {
  await tx.deleteFrom('secondFactors').where('userId', '=', userId).execute()
  await tx.deleteFrom('recoveryCodes').where('userId', '=', userId).execute()
  await tx
    .deleteFrom('oneTimeDownloads')
    .where('userId', '=', userId)
    .where('kind', '=', 'recovery_codes')
    .execute()
  await tx.updateTable('users').set({ preferredFactor: null }).where('id', '=', userId).execute()
  await forgetDevices(tx, userId)
  await audit(tx, actor, { action: 'second_factor.disabled', subjectId: userId })
  await enqueue(tx, sendSecondFactorMail, { userId, news: 'disabled' })
}
