import type { FlowPurpose, IdentityProviderId } from '@kinkeep/contracts/identity-providers'
import { limits } from '@kinkeep/contracts/limits'
import { z } from 'zod'
import { authenticate, type Caller } from '../accounts/access.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import { ProviderError, type ProviderProfile } from '../platform/identity-providers/identity-provider.ts'
import { hashToken } from '../platform/token-hash.ts'
import { clip, journeysPerAddress, secretsContext } from './rules.ts'

interface EndJourney {
  provider: IdentityProviderId
  /** What the provider sent along with the browser. */
  answer: URLSearchParams
}

/** Where the person goes on, and with what: a flow to use there, or the reason for having none. */
export interface EndedJourney {
  purpose: FlowPurpose
  returnPath: string | null
  result: { flowId: string } | { failure: ProviderError | 'signedOut' }
}

const sealed = z.object({
  nonce: z.string(),
  verifier: z.string(),
  // Without: begun by a server of the release before.
  returnPath: z.string().nullable().default(null),
})

/** What of an answer is kept as it is. Longer or with control signs it is no identifier: OpenID Connect Core, 2. */
const keepable = z.object({
  subject: z.string().regex(/^[^\p{Cc}]{1,255}$/u),
  authenticatedAt: z.date().min(new Date(0)).nullable(),
})

/**
 * Takes what a browser brings back from a provider and keeps who it is, for a later step of the same browser. `state`
 * counts once, in the browser and for the provider it was made for; tried elsewhere it is not used up.
 * Throws NOT_FOUND, and CHALLENGE_EXPIRED when this browser is not on that journey.
 */
export async function endJourney(
  deps: Pick<Deps, 'db' | 'clock' | 'secrets' | 'limits' | 'identityProviders' | 'publicUrl'>,
  caller: Caller,
  { provider: id, answer }: EndJourney,
): Promise<EndedJourney> {
  await deps.limits.take({ key: `journey:${caller.address}`, limit: journeysPerAddress })
  const provider = deps.identityProviders.get(id)
  if (!provider) throw notFound()

  const state = answer.get('state') ?? ''
  // One statement: of two callbacks at once, one finds it.
  const flow = await deps.db
    .updateTable('providerFlows')
    .set({ returnedAt: deps.clock.now() })
    .where('stateHash', '=', hashToken(state))
    .where('browserHash', '=', hashToken(caller.browserToken ?? ''))
    .where('provider', '=', id)
    .where('returnedAt', 'is', null)
    .where('expiresAt', '>', deps.clock.now())
    .returning(['id', 'purpose', 'sessionId', 'secretsSealed'])
    .executeTakeFirst()
  if (!flow?.secretsSealed) throw new DomainError('CHALLENGE_EXPIRED')
  const { purpose } = flow
  const { returnPath, ...secrets } = sealed.parse(
    JSON.parse(deps.secrets.open(flow.secretsSealed, secretsContext(flow.id))),
  )
  if (flow.sessionId !== null) {
    const found = await authenticate(deps, caller)
    const isSame = found?.scope.sessionId === flow.sessionId
    if (!isSame) return { purpose, returnPath, result: { failure: 'signedOut' } }
  }

  const redirectUri = `${deps.publicUrl}/auth/${id}/callback`
  const journey = { redirectUri, state, purpose, ...secrets }
  let profile: ProviderProfile
  try {
    profile = await provider.finish(journey, answer)
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    return { purpose, returnPath, result: { failure: error } }
  }
  const kept = keepable.safeParse(profile)
  if (!kept.success) {
    return { purpose, returnPath, result: { failure: new ProviderError('refused', kept.error) } }
  }
  await deps.db
    .updateTable('providerFlows')
    .set({
      secretsSealed: null,
      issuer: profile.issuer,
      subject: profile.subject,
      label: clip(profile.label, limits.nameLength),
      name: clip(profile.name, limits.nameLength),
      email: profile.email,
      emailProven: profile.email !== null && profile.emailProven,
      authenticatedAt: profile.authenticatedAt,
    })
    .where('id', '=', flow.id)
    .execute()
  return { purpose, returnPath, result: { flowId: flow.id } }
}
