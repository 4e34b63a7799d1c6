import { limits } from '@kinkeep/contracts/limits'
import type { SecondFactorWay } from '@kinkeep/contracts/second-factors'
import { audit } from '../platform/audit.ts'
import { addSeconds } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { openSession } from '../platform/sessions.ts'
import { hashToken } from '../platform/token-hash.ts'
import type { BrowserCaller, SignInOutcome } from './access.ts'

interface FirstFactor {
  userId: string
  remember: boolean
  /** A passkey that checked its person proves both factors at once. */
  provesBoth?: boolean
}

/**
 * What follows when a first factor was right, whichever it was: a session, or the question for the second one,
 * which this browser alone may answer. A device that was trusted is not asked. Throws CREDENTIALS_WRONG for an
 * account that was deactivated.
 */
export async function completeSignIn(
  tx: Tx,
  deps: Pick<Deps, 'random'>,
  caller: BrowserCaller,
  { userId, remember, provesBoth = false }: FirstFactor,
): Promise<SignInOutcome> {
  const user = await tx
    .selectFrom('users')
    .select(['deactivatedAt', 'preferredFactor'])
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
  if (user.deactivatedAt) throw new DomainError('CREDENTIALS_WRONG')

  const factors = await findSecondFactors(tx, userId)
  const [first] = factors
  if (!first || provesBoth || (await isTrusted(tx, caller, userId))) {
    const session = await openSession(tx, deps.random, { userId, remembered: remember, place: caller })
    await audit(tx, { ...caller, userId }, { action: 'session.opened', subjectId: userId })
    return { status: 'signedIn', session }
  }

  const challengeId = deps.random.id()
  const now = tx.effects.clock.now()
  await tx
    .insertInto('signInChallenges')
    .values({
      id: challengeId,
      userId,
      browserHash: hashToken(caller.browserToken),
      remembered: remember,
      createdAt: now,
      expiresAt: addSeconds(now, limits.codeMinutes * 60),
    })
    .execute()
  const preferred = factors.find((kind) => kind === user.preferredFactor) ?? first
  return { status: 'twoFactorRequired', challengeId, methods: [...factors, 'recovery'], preferred }
}

/** Empty while nothing is set up: a passkey alone asks for no second factor, it only may be one. */
async function findSecondFactors(tx: Tx, userId: string): Promise<SecondFactorWay[]> {
  const factors = await tx
    .selectFrom('secondFactors')
    .select('kind')
    .where('userId', '=', userId)
    .where('confirmedAt', 'is not', null)
    .orderBy('confirmedAt')
    .execute()
  if (factors.length === 0) return []
  const passkey = await tx
    .selectFrom('passkeys')
    .select('id')
    .where('userId', '=', userId)
    .limit(1)
    .executeTakeFirst()
  return [...factors.map(({ kind }) => kind), ...(passkey ? (['passkey'] as const) : [])]
}

async function isTrusted(tx: Tx, caller: BrowserCaller, userId: string): Promise<boolean> {
  if (!caller.deviceToken) return false
  const now = tx.effects.clock.now()
  const device = await tx
    .updateTable('trustedDevices')
    .set({ usedAt: now, address: caller.address, userAgent: caller.userAgent?.slice(0, 300) ?? null })
    .where('tokenHash', '=', hashToken(caller.deviceToken))
    .where('userId', '=', userId)
    .where('expiresAt', '>', now)
    .returning('id')
    .executeTakeFirst()
  return device !== undefined
}
