import type { IdentityView } from '@kinkeep/contracts/identities'
import type { FreshUserScope } from '../accounts/access.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { enqueue } from '../platform/jobs.ts'
import type { FlowScope } from './access.ts'
import { insertIdentity } from './insert-identity.ts'
import { sendIdentityMail } from './jobs.ts'
import { requireOwnFlow } from './require-own-flow.ts'
import { takeFlow } from './take-flow.ts'

/**
 * Links what this session's journey brought: the person confirms on our page what they see there, since the journey
 * itself can be forced upon a browser. Throws CHALLENGE_EXPIRED for another session's journey,
 * IDENTITY_LINKED_ELSEWHERE.
 */
export async function linkIdentity(
  deps: Pick<Deps, 'transaction' | 'random'>,
  scope: FreshUserScope,
  flow: FlowScope<'link'>,
): Promise<IdentityView> {
  requireOwnFlow(scope, flow)
  const { id: flowId, provider, issuer, subject, label } = flow.returned
  return deps.transaction(async (tx) => {
    await takeFlow(tx, flowId)
    const identity = { id: deps.random.id(), userId: scope.userId, provider, issuer, subject, label }
    const view = await insertIdentity(tx, identity)
    await audit(tx, scope.actor, { action: 'identity.linked', subjectId: view.id })
    if (view.id === identity.id) {
      await enqueue(tx, sendIdentityMail, { userId: scope.userId, provider, happened: 'linked' })
    }
    return view
  })
}
