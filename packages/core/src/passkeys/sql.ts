import type { DB } from '@kinkeep/db/types.gen'
import { type ExpressionBuilder, sql } from 'kysely'
import { addSeconds } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { hashToken } from '../platform/token-hash.ts'
import { challengeSeconds, findChallenge } from './rules.ts'

/** What a challenge is for, and where alone it may be answered. */
export type Ceremony =
  | { purpose: 'register' | 'reauthenticate'; sessionId: string }
  | { purpose: 'sign_in'; browserToken: string }
  | { purpose: 'second_factor'; browserToken: string; signInChallengeId: string }

function toColumns(ceremony: Ceremony) {
  return {
    purpose: ceremony.purpose,
    sessionId: 'sessionId' in ceremony ? ceremony.sessionId : null,
    browserHash: 'browserToken' in ceremony ? hashToken(ceremony.browserToken) : null,
    signInChallengeId: 'signInChallengeId' in ceremony ? ceremony.signInChallengeId : null,
  }
}

/** Makes a challenge and keeps its hash. Answers the challenge, for the browser alone. */
export async function insertChallenge(
  { db, clock, random }: Pick<Deps, 'db' | 'clock' | 'random'>,
  ceremony: Ceremony,
): Promise<string> {
  const challenge = random.token()
  const now = clock.now()
  await db
    .insertInto('passkeyChallenges')
    .values({
      id: random.id(),
      ...toColumns(ceremony),
      challengeHash: hashToken(challenge),
      createdAt: now,
      expiresAt: addSeconds(now, challengeSeconds),
    })
    .execute()
  return challenge
}

/**
 * Uses up the challenge that a response answers, whatever comes of the response: of many at once, one is looked at.
 * Throws PASSKEY_REFUSED, the same whether it is unknown, old, used, another's, or was for something else.
 */
export async function takeChallenge(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  ceremony: Ceremony,
  response: { clientDataJSON: string },
): Promise<string> {
  const challenge = findChallenge(response)
  if (challenge === undefined) throw new DomainError('PASSKEY_REFUSED')
  const { purpose, ...bound } = toColumns(ceremony)
  const now = clock.now()
  const taken = await db
    .updateTable('passkeyChallenges')
    .set({ usedAt: now })
    .where('challengeHash', '=', hashToken(challenge))
    .where('purpose', '=', purpose)
    .where((eb) => boundTo(eb, bound))
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now)
    .returning('id')
    .executeTakeFirst()
  if (!taken) throw new DomainError('PASSKEY_REFUSED')
  return challenge
}

function boundTo(
  eb: ExpressionBuilder<DB, 'passkeyChallenges'>,
  bound: Omit<ReturnType<typeof toColumns>, 'purpose'>,
) {
  return eb.and([
    eb('sessionId', 'is not distinct from', bound.sessionId),
    eb('browserHash', 'is not distinct from', bound.browserHash),
    eb('signInChallengeId', 'is not distinct from', bound.signInChallengeId),
  ])
}

/** How a browser finds a person's passkeys again. */
export async function listDescriptors(db: Database | Tx, userId: string) {
  const passkeys = await db
    .selectFrom('passkeys')
    .select(['credentialId', 'transports'])
    .where('userId', '=', userId)
    .orderBy('id')
    .execute()
  return passkeys.map(({ credentialId, transports }) => ({
    id: credentialId,
    type: 'public-key' as const,
    transports,
  }))
}

/**
 * Writes down a use. The counter of an authenticator that has one only ever grows: of two uses of one value, by the
 * owner and by a copy, the later is refused. Answers whether it grew. WebAuthn, 6.1.1.
 */
export async function moveCounter(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  use: { passkeyId: string; counter: number; isBackedUp: boolean },
): Promise<boolean> {
  const moved = await db
    .updateTable('passkeys')
    .set({ counter: use.counter, backedUp: use.isBackedUp, usedAt: clock.now() })
    .where('id', '=', use.passkeyId)
    .where(sql<boolean>`(counter < ${use.counter} or (counter = 0 and ${use.counter} = 0))`)
    .returning('id')
    .executeTakeFirst()
  return moved !== undefined
}
