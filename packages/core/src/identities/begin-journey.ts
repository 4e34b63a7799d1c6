import type { FlowPurpose, IdentityProviderId } from '@kinkeep/contracts/identity-providers'
import { type BrowserCaller, requireUser } from '../accounts/access.ts'
import type { Deps } from '../platform/deps.ts'
import { notFound } from '../platform/errors.ts'
import { hashToken } from '../platform/token-hash.ts'
import { flowExpiry, journeysPerAddress, safeReturnPath, secretsContext } from './rules.ts'

interface BeginJourney {
  provider: IdentityProviderId
  purpose: FlowPurpose
  remember: boolean
  returnPath?: string | undefined
}

/**
 * Sends this browser to a provider. Beginning changes nothing but a row, since any page may lead a browser here: what
 * comes back waits until a person confirms it on a page of ours. Throws NOT_FOUND for a provider that is not
 * configured, NOT_SIGNED_IN for purposes that need a session, ProviderError.
 */
export async function beginJourney(
  deps: Pick<Deps, 'db' | 'clock' | 'random' | 'secrets' | 'limits' | 'identityProviders' | 'publicUrl'>,
  caller: BrowserCaller,
  { provider: id, purpose, remember, returnPath }: BeginJourney,
): Promise<URL> {
  await deps.limits.take({ key: `journey:${caller.address}`, limit: journeysPerAddress })
  const provider = deps.identityProviders.get(id)
  if (!provider) throw notFound()
  const sessionId = purpose === 'sign_in' ? null : (await requireUser(deps, caller)).scope.sessionId

  const flowId = deps.random.id()
  const [state, nonce, verifier] = [deps.random.token(), deps.random.token(), deps.random.token()]
  const redirectUri = `${deps.publicUrl}/auth/${id}/callback`
  // Where they go on may be an invitation, whose token is for nobody who has the database. The column `return_path`
  // is of the release before, and stays empty.
  const sealed = { nonce, verifier, returnPath: safeReturnPath(returnPath) }
  const url = await provider.begin({ redirectUri, state, nonce, verifier, purpose })
  await deps.db
    .insertInto('providerFlows')
    .values({
      id: flowId,
      stateHash: hashToken(state),
      browserHash: hashToken(caller.browserToken),
      provider: id,
      purpose,
      sessionId,
      remembered: remember,
      secretsSealed: deps.secrets.seal(JSON.stringify(sealed), secretsContext(flowId)),
      createdAt: deps.clock.now(),
      expiresAt: flowExpiry(deps.clock),
    })
    .execute()
  return url
}
