import type { FirstFactor, SecondFactorWay } from '@kinkeep/contracts/second-factors'
import type { BrowserCaller, Caller } from '../accounts/access.ts'
import type { Actor } from '../platform/audit.ts'
import type { Database, Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { isTokenOf } from '../platform/token-hash.ts'
import { waysAfter } from './rules.ts'

interface Challenge {
  id: string
  userId: string
  remembered: boolean
  ways: readonly SecondFactorWay[]
}

/** Proof that this browser showed a first factor minutes ago and has not signed in with it yet. Only this file makes one. */
class ChallengeProof {
  readonly #challenge: Challenge
  readonly caller: BrowserCaller

  constructor(challenge: Challenge, caller: BrowserCaller) {
    this.#challenge = challenge
    this.caller = caller
  }

  get challengeId(): string {
    return this.#challenge.id
  }

  get userId(): string {
    return this.#challenge.userId
  }

  get remembered(): boolean {
    return this.#challenge.remembered
  }

  /** What may be shown now. A way that the first factor came through is not among them. */
  get ways(): readonly SecondFactorWay[] {
    return this.#challenge.ways
  }

  get actor(): Actor {
    const { requestId, address } = this.caller
    return { userId: this.userId, requestId, address }
  }
}

export type { ChallengeProof as ChallengeScope }

/**
 * Proves that a challenge was begun by this browser and is still open. Throws CHALLENGE_EXPIRED, the same whether it
 * is old, used, unknown or another browser's.
 */
export async function requireChallenge(
  deps: Pick<Deps, 'db' | 'clock'>,
  caller: Caller,
  challengeId: string,
): Promise<ChallengeProof> {
  const found = await deps.db
    .selectFrom('signInChallenges')
    .select(['signInChallenges.id', 'signInChallenges.userId', 'signInChallenges.browserHash'])
    .select(['signInChallenges.firstFactor', 'signInChallenges.remembered'])
    .where('signInChallenges.id', '=', challengeId)
    .where('signInChallenges.usedAt', 'is', null)
    .where('signInChallenges.expiresAt', '>', deps.clock.now())
    .executeTakeFirst()
  const { browserToken } = caller
  if (!found || browserToken === undefined || !isTokenOf(browserToken, found.browserHash)) {
    throw new DomainError('CHALLENGE_EXPIRED')
  }
  const ways = await findSecondFactorWays(deps.db, found)
  if (!ways) throw new DomainError('CHALLENGE_EXPIRED')
  return new ChallengeProof({ ...found, ways }, { ...caller, browserToken })
}

/**
 * Every way a person may show a second factor after this first one, the preferred one first; empty while nothing is
 * set up, null when the account was closed. One statement.
 */
export async function findSecondFactorWays(
  db: Database | Tx,
  { userId, firstFactor }: { userId: string; firstFactor: FirstFactor },
): Promise<SecondFactorWay[] | null> {
  const rows = await db
    .selectFrom('users')
    .leftJoin('secondFactors', (join) =>
      join.onRef('secondFactors.userId', '=', 'users.id').on('secondFactors.confirmedAt', 'is not', null),
    )
    .select(['secondFactors.kind', 'users.preferredFactor'])
    .select(({ exists, selectFrom }) =>
      exists(selectFrom('passkeys').select('passkeys.id').whereRef('passkeys.userId', '=', 'users.id')).as(
        'hasPasskey',
      ),
    )
    .where('users.id', '=', userId)
    .where('users.deactivatedAt', 'is', null)
    .orderBy('secondFactors.confirmedAt')
    // Of one moment always the same first: it is what is asked for.
    .orderBy('secondFactors.kind', 'desc')
    .execute()
  const [first] = rows
  if (!first) return null
  const factors = rows.flatMap(({ kind }) => kind ?? [])
  if (factors.length === 0) return []
  return waysAfter(firstFactor, {
    factors,
    preferred: first.preferredFactor,
    hasPasskey: Boolean(first.hasPasskey),
  })
}
