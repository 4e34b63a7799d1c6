import type { IdentityView } from '@kinkeep/contracts/identities'
import type { IdentityProviderId } from '@kinkeep/contracts/identity-providers'
import type { Tx } from '../platform/db.ts'
import { DomainError } from '../platform/errors.ts'
import { toIdentityView } from './rules.ts'

interface NewIdentity {
  id: string
  userId: string
  provider: IdentityProviderId
  issuer: string
  subject: string
  label: string | null
}

/**
 * Links an identity to a user; linked to the same user already, it stays as it is. Of two who link it at once the
 * second waits and is told. Throws IDENTITY_LINKED_ELSEWHERE.
 */
export async function insertIdentity(tx: Tx, identity: NewIdentity): Promise<IdentityView> {
  const now = tx.effects.clock.now()
  const linked = await tx
    .insertInto('identities')
    .values({ ...identity, createdAt: now, usedAt: now })
    .onConflict((conflict) =>
      conflict
        .columns(['provider', 'issuer', 'subject'])
        .doUpdateSet({ usedAt: now, label: identity.label })
        .where('identities.userId', '=', identity.userId),
    )
    .returning(['id', 'provider', 'label', 'createdAt', 'usedAt'])
    .executeTakeFirst()
  if (!linked) throw new DomainError('IDENTITY_LINKED_ELSEWHERE')
  return toIdentityView(linked)
}
