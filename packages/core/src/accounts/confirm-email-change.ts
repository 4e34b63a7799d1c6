import type { ConfirmEmailChange } from '@kinkeep/contracts/passwords'
import { audit } from '../platform/audit.ts'
import { isUniqueViolation, type Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { endSessions } from '../platform/sessions.ts'
import { hashToken } from '../platform/token-hash.ts'
import type { Caller } from './access.ts'
import { insertLinkRequest } from './insert-link-request.ts'
import { lockSignUps } from './lock-sign-ups.ts'
import { revokePendingProofs } from './revoke-pending-proofs.ts'

/**
 * Confirms one side of a change of address. When both have, the address changes, and every session, token and link
 * ends. Throws LINK_INVALID, LINK_EXPIRED, and EMAIL_UNAVAILABLE when the new address got an account meanwhile.
 */
export async function confirmEmailChange(
  deps: Pick<Deps, 'transaction' | 'random'>,
  caller: Caller,
  { token }: ConfirmEmailChange,
): Promise<'waiting' | 'changed'> {
  try {
    return await deps.transaction(async (tx) => {
      const change = await confirmSide(tx, hashToken(token))
      if (!change.oldConfirmedAt || !change.newConfirmedAt) return 'waiting'
      await changeAddress(tx, deps, caller, change)
      return 'changed'
    })
  } catch (error) {
    if (isUniqueViolation(error, 'users_email_key')) throw new DomainError('EMAIL_UNAVAILABLE')
    throw error
  }
}

interface Change {
  userId: string
  newEmail: string
  oldConfirmedAt: Date | null
  newConfirmedAt: Date | null
}

async function confirmSide(tx: Tx, hash: Buffer): Promise<Change> {
  const found = await tx
    .selectFrom('emailChanges')
    .innerJoin('users', 'users.id', 'emailChanges.userId')
    .select(['emailChanges.id', 'emailChanges.oldTokenHash', 'emailChanges.expiresAt'])
    .where(({ or, eb }) =>
      or([eb('emailChanges.oldTokenHash', '=', hash), eb('emailChanges.newTokenHash', '=', hash)]),
    )
    .where('users.deactivatedAt', 'is', null)
    .forUpdate('emailChanges')
    .executeTakeFirst()
  if (!found) throw new DomainError('LINK_INVALID')
  const now = tx.effects.clock.now()
  if (found.expiresAt <= now) throw new DomainError('LINK_EXPIRED')
  const isOld = found.oldTokenHash?.equals(hash) ?? false
  return tx
    .updateTable('emailChanges')
    .set(isOld ? { oldConfirmedAt: now } : { newConfirmedAt: now })
    .where('id', '=', found.id)
    .returning(['userId', 'newEmail', 'oldConfirmedAt', 'newConfirmedAt'])
    .executeTakeFirstOrThrow()
}

async function changeAddress(
  tx: Tx,
  deps: Pick<Deps, 'random'>,
  caller: Caller,
  { userId, newEmail }: Change,
): Promise<void> {
  await lockSignUps(tx, newEmail)
  const now = tx.effects.clock.now()
  const { email: oldEmail } = await tx
    .selectFrom('users')
    .select('email')
    .where('id', '=', userId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  await tx
    .updateTable('users')
    .set({ email: newEmail, emailVerifiedAt: now, updatedAt: now })
    .where('id', '=', userId)
    .execute()
  // Whoever began to sign up with the address has not proven it: this person has.
  await tx.deleteFrom('signUps').where('email', '=', newEmail).where('confirmedAt', 'is', null).execute()
  await revokePendingProofs(tx, userId)
  await endSessions(tx, userId)
  await audit(tx, { ...caller, userId }, { action: 'email.changed', subjectId: userId })
  await insertLinkRequest(tx, deps, { purpose: 'address_changed', email: oldEmail, userId })
}
