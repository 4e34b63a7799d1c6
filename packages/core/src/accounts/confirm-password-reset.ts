import type { ConfirmPasswordReset } from '@kinkeep/contracts/passwords'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { enqueue } from '../platform/jobs.ts'
import { endSessions } from '../platform/sessions.ts'
import type { Caller } from './access.ts'
import { assertUncommon } from './assert-uncommon.ts'
import { sendAccountNews } from './link-jobs.ts'
import { revokePendingProofs } from './revoke-pending-proofs.ts'
import { useLinkToken } from './use-link-token.ts'

/**
 * Sets a new password by the link from the mail. Signs nobody in: every session, token and link ends, and a second
 * factor stays what it was. Throws LINK_INVALID, LINK_EXPIRED, LINK_USED, PASSWORD_COMMON; what is refused uses the
 * link up in no case.
 */
export async function confirmPasswordReset(
  deps: Pick<Deps, 'transaction' | 'passwords'>,
  caller: Caller,
  { token, password }: ConfirmPasswordReset,
): Promise<void> {
  // Before anything is asked about the link, so that a guess costs as much as the real one.
  const passwordHash = await deps.passwords.hash(password)
  await deps.transaction(async (tx) => {
    const userId = await useLinkToken(tx, token, 'password_reset')
    const user = await tx
      .selectFrom('users')
      .select(['email', 'name'])
      .where('id', '=', userId)
      .executeTakeFirstOrThrow()
    await assertUncommon(password, user)
    await tx
      .updateTable('users')
      .set({ passwordHash, updatedAt: tx.effects.clock.now() })
      .where('id', '=', userId)
      .execute()
    await revokePendingProofs(tx, userId)
    await endSessions(tx, userId)
    await audit(tx, { ...caller, userId }, { action: 'password.reset', subjectId: userId })
    await enqueue(tx, sendAccountNews, { userId, news: 'passwordChanged' })
  })
}
