import type { Language } from '@kinkeep/contracts/languages'
import type { Tx } from '../platform/db.ts'
import { enqueue } from '../platform/jobs.ts'
import type { Random } from '../platform/random.ts'
import { hashToken } from '../platform/token-hash.ts'
import type { BrowserCaller } from './access.ts'
import { sendSignUpMail } from './jobs.ts'
import { signUpExpiry } from './rules.ts'

interface NewSignUp {
  email: string
  name: string
  language: Language
  timeZone: string
  passwordHash: string | null
  /** The journey whose identity the account will have. */
  flowId?: string
  /** The invitation that whoever signs up came by. */
  invitationId?: string
}

/** A sign-up that waits for whoever reads its address to say so, in this browser; and the mail that asks them. */
export async function insertSignUp(
  tx: Tx,
  random: Random,
  caller: BrowserCaller,
  { email, name, language, timeZone, passwordHash, flowId, invitationId }: NewSignUp,
): Promise<void> {
  const signUpId = random.id()
  const { clock } = tx.effects
  await tx
    .insertInto('signUps')
    .values({
      ...{ id: signUpId, email, name, language, timeZone, passwordHash, flowId: flowId ?? null },
      invitationId: invitationId ?? null,
      browserHash: hashToken(caller.browserToken),
      createdAt: clock.now(),
      expiresAt: signUpExpiry(clock),
    })
    .execute()
  await enqueue(tx, sendSignUpMail, { signUpId })
}
