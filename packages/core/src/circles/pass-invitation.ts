import type { Tx } from '../platform/db.ts'
import type { Random } from '../platform/random.ts'
import { hashToken } from '../platform/token-hash.ts'

/**
 * Another token for the invitation by whose link somebody signed up: the one they came with is kept nowhere, and they
 * may be in another browser by now. Answers nothing when it is not open any more.
 */
export async function passInvitation(
  tx: Tx,
  random: Random,
  invitationId: string,
): Promise<string | undefined> {
  const now = tx.effects.clock.now()
  const invitation = await tx
    .selectFrom('invitations')
    .select('id')
    .where('id', '=', invitationId)
    .where('kind', '=', 'link')
    .where('status', '=', 'pending')
    .where('expiresAt', '>', now)
    .executeTakeFirst()
  if (!invitation) return undefined
  const token = random.token()
  await tx
    .insertInto('emailTokens')
    .values({ tokenHash: hashToken(token), purpose: 'invitation', invitationId, createdAt: now })
    .execute()
  return token
}
