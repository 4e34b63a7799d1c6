import { limits } from '@kinkeep/contracts/limits'
import type { RequestEmailChange } from '@kinkeep/contracts/passwords'
import { audit } from '../platform/audit.ts'
import { addSeconds } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { enqueue } from '../platform/jobs.ts'
import type { FreshUserScope } from './access.ts'
import { sendEmailChangeMails } from './link-jobs.ts'
import { mailsPerAddress } from './rules.ts'

/**
 * Begins a change of the caller's address: the old one and the new one both have to confirm. A change that was begun
 * before is forgotten. Whether the new address has an account is told to whoever reads its mail, and not here.
 */
export async function requestEmailChange(
  deps: Pick<Deps, 'transaction' | 'random' | 'limits'>,
  scope: FreshUserScope,
  { email }: RequestEmailChange,
): Promise<void> {
  await deps.limits.take(
    { key: `email-change:${scope.userId}`, limit: mailsPerAddress },
    { key: `email-change:${email}`, limit: mailsPerAddress },
  )
  await deps.transaction(async (tx) => {
    const now = tx.effects.clock.now()
    const id = deps.random.id()
    const change = {
      id,
      newEmail: email,
      oldTokenHash: null,
      newTokenHash: null,
      oldConfirmedAt: null,
      newConfirmedAt: null,
      createdAt: now,
      expiresAt: addSeconds(now, limits.emailChangeHours * 60 * 60),
    }
    await tx
      .insertInto('emailChanges')
      .values({ ...change, userId: scope.userId })
      .onConflict((conflict) => conflict.column('userId').doUpdateSet(change))
      .execute()
    await audit(tx, scope.actor, { action: 'email.changeRequested', subjectId: scope.userId })
    await enqueue(tx, sendEmailChangeMails, { changeId: id })
  })
}
