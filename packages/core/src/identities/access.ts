import type { FlowPurpose, IdentityProviderId } from '@kinkeep/contracts/identity-providers'
import type { Caller } from '../accounts/access.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { hashToken } from '../platform/token-hash.ts'

/** What a provider said of whoever this browser brought back from there. */
interface Returned {
  id: string
  provider: IdentityProviderId
  sessionId: string | null
  remembered: boolean
  issuer: string
  subject: string
  label: string | null
  name: string | null
  email: string | null
  emailProven: boolean
  authenticatedAt: Date | null
}

/**
 * Proof that this very browser went to a provider for this very purpose, minutes ago, came back with an identity, and
 * has not used it yet. Only this file makes one.
 */
class FlowProof<Purpose extends FlowPurpose> {
  readonly #returned: Returned
  readonly purpose: Purpose

  constructor(returned: Returned, purpose: Purpose) {
    this.#returned = returned
    this.purpose = purpose
  }

  get returned(): Readonly<Returned> {
    return this.#returned
  }
}

export type FlowScope<Purpose extends FlowPurpose = FlowPurpose> = FlowProof<Purpose>

/**
 * Proves a journey that is back. Throws CHALLENGE_EXPIRED, the same whether it is old, used, unknown, another
 * browser's, or was begun for something else.
 */
export async function requireFlow<Purpose extends FlowPurpose>(
  deps: Pick<Deps, 'db' | 'clock'>,
  caller: Caller,
  { flowId, purpose }: { flowId: string; purpose: Purpose },
): Promise<FlowProof<Purpose>> {
  const row = await deps.db
    .selectFrom('providerFlows')
    .select(['id', 'provider', 'sessionId', 'remembered', 'issuer', 'subject', 'label', 'name', 'email'])
    .select(['emailProven', 'authenticatedAt'])
    .where('id', '=', flowId)
    .where('purpose', '=', purpose)
    .where('browserHash', '=', hashToken(caller.browserToken ?? ''))
    .where('finishedAt', 'is', null)
    .where('expiresAt', '>', deps.clock.now())
    .executeTakeFirst()
  if (row?.issuer == null || row.subject === null) throw new DomainError('CHALLENGE_EXPIRED')
  const { issuer, subject } = row
  return new FlowProof({ ...row, issuer, subject, emailProven: row.emailProven ?? false }, purpose)
}
