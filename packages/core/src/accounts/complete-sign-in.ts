import { limits } from '@kinkeep/contracts/limits'
import type { FirstFactor } from '@kinkeep/contracts/second-factors'
import { audit } from '../platform/audit.ts'
import { addSeconds } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { openSession } from '../platform/sessions.ts'
import { hashToken } from '../platform/token-hash.ts'
import { findSecondFactorWays } from '../two-factor/access.ts'
import { recognizeDevice } from '../two-factor/recognize-device.ts'
import type { BrowserCaller, SignInOutcome } from './access.ts'

interface Proof {
  userId: string
  /** How the person proved who they are: what came that way is no second factor as well. */
  firstFactor: FirstFactor
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
  { userId, firstFactor, remember, provesBoth = false }: Proof,
): Promise<SignInOutcome> {
  const methods = await findSecondFactorWays(tx, { userId, firstFactor })
  if (!methods) throw new DomainError('CREDENTIALS_WRONG')
  const [preferred] = methods
  if (!preferred || provesBoth || (await recognizeDevice(tx, caller, userId))) {
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
      firstFactor,
      remembered: remember,
      createdAt: now,
      expiresAt: addSeconds(now, limits.codeMinutes * 60),
    })
    .execute()
  return { status: 'twoFactorRequired', challengeId, methods, preferred }
}
