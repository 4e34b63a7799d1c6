import type { Tx } from '../platform/db.ts'
import { DomainError } from '../platform/errors.ts'
import type { Random } from '../platform/random.ts'
import { insertIdentity } from './insert-identity.ts'
import { takeFlow } from './take-flow.ts'

/**
 * Links what a journey brought to the account whose sign-up waited for its address. The sign-up has an expiry of its
 * own; of several sign-ups with one identity the first confirmed wins. Throws CHALLENGE_EXPIRED,
 * IDENTITY_LINKED_ELSEWHERE.
 */
export async function claimFlow(
  tx: Tx,
  random: Random,
  { flowId, userId }: { flowId: string; userId: string },
): Promise<void> {
  await takeFlow(tx, flowId)
  const { provider, issuer, subject, label } = await tx
    .selectFrom('providerFlows')
    .select(['provider', 'issuer', 'subject', 'label'])
    .where('id', '=', flowId)
    .executeTakeFirstOrThrow()
  if (issuer === null || subject === null) throw new DomainError('CHALLENGE_EXPIRED')
  await insertIdentity(tx, { id: random.id(), userId, provider, issuer, subject, label })
}
