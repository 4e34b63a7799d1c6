import { limits } from '@kinkeep/contracts/limits'
import type { ChangePassword } from '@kinkeep/contracts/passwords'
import { audit } from '../platform/audit.ts'
import { addSeconds } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { enqueue } from '../platform/jobs.ts'
import { endSessions } from '../platform/sessions.ts'
import type { UserScope } from './access.ts'
import { assertUncommon } from './assert-uncommon.ts'
import { sendAccountNews } from './link-jobs.ts'
import { passwordTries } from './password-rules.ts'
import { revokePendingProofs } from './revoke-pending-proofs.ts'

/**
 * Changes the caller's password. Every other session ends, and with it every link and code on its way. Throws
 * CREDENTIALS_WRONG for a wrong current password, REAUTHENTICATION_REQUIRED where there is none to compare and the
 * last proof is old, PASSWORD_COMMON, TOO_MANY_REQUESTS.
 */
export async function changePassword(
  deps: Pick<Deps, 'db' | 'transaction' | 'clock' | 'passwords' | 'limits'>,
  scope: UserScope,
  { current, password }: ChangePassword,
): Promise<void> {
  await deps.limits.take({ key: `password:${scope.userId}`, limit: passwordTries })
  const { passwordHash } = await deps.db
    .selectFrom('users')
    .select('passwordHash')
    .where('id', '=', scope.userId)
    .executeTakeFirstOrThrow()
  if (passwordHash === null) {
    const isFresh = scope.provenAt > addSeconds(deps.clock.now(), -limits.freshMinutes * 60)
    if (!isFresh) throw new DomainError('REAUTHENTICATION_REQUIRED')
  } else {
    const matches = current !== undefined && (await deps.passwords.verify(passwordHash, current))
    if (!matches) throw new DomainError('CREDENTIALS_WRONG')
  }
  await assertUncommon(password, scope.user)
  const newHash = await deps.passwords.hash(password)

  await deps.transaction(async (tx) => {
    // Only if it is still the one that was compared: of two changes at once one wins.
    const changed = await tx
      .updateTable('users')
      .set({ passwordHash: newHash, updatedAt: tx.effects.clock.now() })
      .where('id', '=', scope.userId)
      .where('passwordHash', 'is not distinct from', passwordHash)
      .returning('id')
      .executeTakeFirst()
    if (!changed) throw new DomainError('CREDENTIALS_WRONG')
    await revokePendingProofs(tx, scope.userId)
    await endSessions(tx, scope.userId, { keep: scope.sessionId })
    await audit(tx, scope.actor, { action: 'password.changed', subjectId: scope.userId })
    await enqueue(tx, sendAccountNews, { userId: scope.userId, news: 'passwordChanged' })
  })
}
