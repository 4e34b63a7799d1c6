import type { FactorProof } from '@kinkeep/contracts/two-factor'
import type { UserScope } from '../accounts/access.ts'
import { checkCode } from '../codes/check-code.ts'
import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { enqueue } from '../platform/jobs.ts'
import { acceptTotp } from './accept-totp.ts'
import type { ChallengeScope } from './access.ts'
import { sendSecondFactorMail } from './jobs.ts'
import { lockMails, recoveryTries } from './rules.ts'
import { spendRecoveryCode } from './spend-recovery-code.ts'
import { clearTries, takeFactorTry } from './sql.ts'

/** What accepting a factor needs of the world. */
type FactorDeps = Pick<Deps, 'db' | 'transaction' | 'clock' | 'secrets' | 'limits'>

/** A code that was sent, and what asking for it was bound to: the challenge, or the session of a change. */
type SentCode = Extract<FactorProof, { codeId: string }>

/**
 * Checks a code of somebody's second factor and does `then` in the transaction that uses it up. Tries of all ways are
 * counted together, before a code is looked at; a recovery code is counted by itself, so that it helps while the rest
 * is locked, and opens the lock. Throws CODE_WRONG, CODE_EXPIRED, SECOND_FACTOR_LOCKED, TOO_MANY_REQUESTS.
 */
export async function acceptFactor<Result>(
  deps: FactorDeps,
  scope: ChallengeScope | UserScope,
  proof: FactorProof,
  then: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  const { userId, actor } = scope
  if (proof.way === 'recovery') {
    await deps.limits.take({ key: `recovery:${userId}`, limit: recoveryTries })
    return inTransaction(deps, userId, then, (tx) =>
      spendRecoveryCode(tx, deps, { userId, actor, code: proof.code }),
    )
  }

  const { isLast } = await takeFactorTry(deps.db, userId)
  try {
    if (proof.way === 'totp') {
      const { code } = proof
      return await inTransaction(deps, userId, then, (tx) => acceptTotp(tx, deps, { userId, code }))
    }
    await acceptSentCode(deps, scope, proof)
    return await inTransaction(deps, userId, then, async () => true)
  } catch (error) {
    if (isLast && isWrongCode(error)) await tellOfLock(deps, scope)
    throw error
  }
}

function inTransaction<Result>(
  deps: FactorDeps,
  userId: string,
  then: (tx: Tx) => Promise<Result>,
  accept: (tx: Tx) => Promise<boolean>,
): Promise<Result> {
  return deps.transaction(async (tx) => {
    // First, for its lock: whatever changes one person's factors waits here. A wrong code takes it back.
    await clearTries(tx, userId)
    if (!(await accept(tx))) throw new DomainError('CODE_WRONG')
    return then(tx)
  })
}

async function acceptSentCode(
  deps: FactorDeps,
  scope: ChallengeScope | UserScope,
  { way, codeId, code }: SentCode,
): Promise<void> {
  const { userId } = scope
  const { channel } = await checkCode(deps, {
    codeId,
    code,
    userId,
    ...('challengeId' in scope
      ? { purpose: 'second_factor', challengeId: scope.challengeId, browserToken: scope.caller.browserToken }
      : { purpose: 'factor_removal', sessionId: scope.sessionId }),
  })
  const isSetUp = await deps.db
    .selectFrom('secondFactors')
    .select('id')
    .where('userId', '=', userId)
    .where('kind', '=', way)
    .where('confirmedAt', 'is not', null)
    .executeTakeFirst()
  if (channel !== way || !isSetUp) throw new DomainError('CODE_WRONG')
}

function isWrongCode(error: unknown): boolean {
  return error instanceof DomainError && (error.reason === 'CODE_WRONG' || error.reason === 'CODE_EXPIRED')
}

/** Somebody knows the first factor, and not the second: its owner should hear of it, but not every quarter of an hour. */
async function tellOfLock(deps: FactorDeps, { userId, actor }: ChallengeScope | UserScope): Promise<void> {
  const mayMail = await deps.limits.take({ key: `lock-mail:${userId}`, limit: lockMails }).then(
    () => true,
    () => false,
  )
  await deps.transaction(async (tx) => {
    await audit(tx, actor, { action: 'second_factor.locked', subjectId: userId })
    if (mayMail) await enqueue(tx, sendSecondFactorMail, { userId, news: 'locked' })
  })
}
