import { keepAccount } from '../account-data/keep-account.ts'
import type { FreshUserScope } from '../accounts/access.ts'
import { assertAdminRemains } from '../operators/assert-admin-remains.ts'
import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { enqueue } from '../platform/jobs.ts'
import { endSessions } from '../platform/sessions.ts'
import { finishMerge } from './jobs.ts'
import { moveBelongings } from './move-belongings.ts'
import { moveMemberships } from './move-memberships.ts'
import { movePhone } from './move-phone.ts'
import { publishMoves } from './publish-moves.ts'
import { freshSince } from './rules.ts'
import { findMerge } from './sql.ts'

/**
 * Makes the caller's account part of the one that began the merge in this browser: its circles, keeps, identities and
 * passkeys move, its roles never raise one that the kept account has, and it ends. Both sessions sets end, both
 * addresses are told; a deletion of the kept one is called off. Of two merges in opposite directions one wins.
 * Throws CHALLENGE_EXPIRED, OWNS_CIRCLES where the kept account is a lesser member of a circle that this one owns,
 * and LAST_ADMIN.
 */
export async function mergeAccounts(
  deps: Pick<Deps, 'transaction' | 'clock' | 'secrets'>,
  scope: FreshUserScope,
  caller: { browserToken?: string | undefined },
): Promise<void> {
  const merged = { userId: scope.userId, sessionId: scope.sessionId }
  await deps.transaction(async (tx) => {
    const asked = { browserToken: caller.browserToken, userId: merged.userId }
    const found = await findMerge(tx, deps.clock, asked)
    if (!found) throw new DomainError('CHALLENGE_EXPIRED')
    const { keptUserId } = found
    await assertAdminRemains(tx, merged.userId)
    await lockAccounts(tx, [keptUserId, merged.userId])
    // Whoever waited for the locks asks again: another merge may have ended either account.
    const still = await findMerge(tx, deps.clock, asked)
    if (still?.id !== found.id || !(await isProven(tx, deps, merged))) {
      throw new DomainError('CHALLENGE_EXPIRED')
    }

    const pair = { from: merged.userId, to: keptUserId }
    const keptActor = { ...scope.actor, userId: keptUserId }
    // What moves there is not to be forgotten with it.
    if (still.deletionDueAt) await keepAccount(tx, keptActor, keptUserId)
    const moves = await moveMemberships(tx, pair)
    await moveBelongings(tx, pair)
    await movePhone(tx, deps.secrets, pair)
    await closeAccount(tx, merged.userId)
    await endSessions(tx, merged.userId)
    await endSessions(tx, keptUserId)
    await audit(tx, scope.actor, { action: 'account.merged', subjectId: keptUserId })
    await audit(tx, keptActor, { action: 'account.absorbed', subjectId: merged.userId })
    await enqueue(tx, finishMerge, { keptUserId, mergedUserId: merged.userId })
    await publishMoves(tx, pair, moves)
  })
}

/** Always in the same order: two merges of the same people wait for each other, and neither for ever. */
async function lockAccounts(tx: Tx, userIds: string[]): Promise<void> {
  await tx.selectFrom('users').select('id').where('id', 'in', userIds).orderBy('id').forUpdate().execute()
}

async function isProven(
  tx: Tx,
  { clock }: Pick<Deps, 'clock'>,
  { userId, sessionId }: { userId: string; sessionId: string },
): Promise<boolean> {
  const session = await tx
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.userId')
    .select('sessions.id')
    .where('sessions.id', '=', sessionId)
    .where('sessions.userId', '=', userId)
    .where('sessions.kind', '=', 'browser')
    .where('sessions.provenAt', '>', freshSince(clock))
    .where('users.deactivatedAt', 'is', null)
    .executeTakeFirst()
  return session !== undefined
}

/** Nothing opens it any more; a job tells its address and then forgets the row. Its platform role goes with it. */
async function closeAccount(tx: Tx, userId: string): Promise<void> {
  await tx
    .updateTable('users')
    .set({ role: 'user', passwordHash: null, deactivatedAt: tx.effects.clock.now() })
    .where('id', '=', userId)
    .execute()
  for (const table of [
    'emailTokens',
    'emailChanges',
    'codes',
    'signInChallenges',
    'trustedDevices',
  ] as const) {
    await tx.deleteFrom(table).where('userId', '=', userId).execute()
  }
}
