import type { FirstFactor } from '@kinkeep/contracts/second-factors'
import { type BrowserCaller, requireFreshUser } from '@kinkeep/core/accounts/access'
import { completeSignIn } from '@kinkeep/core/accounts/complete-sign-in'
import type { Deps } from '@kinkeep/core/platform/deps'
import { type ChallengeScope, requireChallenge } from '@kinkeep/core/two-factor/access'
import { confirmFactorSetup } from '@kinkeep/core/two-factor/confirm-factor-setup'
import { setupFactor } from '@kinkeep/core/two-factor/setup-factor'
import { generate } from 'otplib'
import type { TestUser } from './new-user.ts'
import type { TestClock } from './test-clock.ts'

export interface TestTotp {
  secret: string
  recoveryCodes: string[]
  /** What the app shows now. */
  code(): Promise<string>
  /** The clock goes on by a step, and this is its code: one that nothing has used. */
  nextCode(): Promise<string>
}

const stepSeconds = 30

/** An authenticator app of a user, set up through the front door. */
export async function newTotp(deps: Deps & { clock: TestClock }, user: TestUser): Promise<TestTotp> {
  const { scope } = await requireFreshUser(deps, user.caller)
  const begun = await setupFactor(deps, scope, { kind: 'totp' })
  if (begun.kind !== 'totp') throw new Error(begun.kind)
  const { secret } = begun
  const code = () => generate({ secret, epoch: Math.floor(deps.clock.now().getTime() / 1000) })
  const { recoveryCodes } = await confirmFactorSetup(deps, scope, { kind: 'totp', code: await code() })
  return {
    secret,
    recoveryCodes: recoveryCodes ?? [],
    code,
    nextCode() {
      deps.clock.advance(stepSeconds)
      return code()
    },
  }
}

/** A sign-in whose first factor was right, and which waits for the second one of `user`. */
export async function newChallenge(
  deps: Deps,
  user: { id: string },
  caller: BrowserCaller,
  { firstFactor = 'password', remember = true }: { firstFactor?: FirstFactor; remember?: boolean } = {},
): Promise<ChallengeScope> {
  const outcome = await deps.transaction((tx) =>
    completeSignIn(tx, deps, caller, { userId: user.id, firstFactor, remember }),
  )
  if (outcome.status !== 'twoFactorRequired') throw new Error(outcome.status)
  return requireChallenge(deps, caller, outcome.challengeId)
}
