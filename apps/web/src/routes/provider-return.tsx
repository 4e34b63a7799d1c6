import { type FlowPurpose, flowPurposes } from '@kinkeep/contracts/identity-providers'
import { createFileRoute, redirect, useRouter } from '@tanstack/react-router'
import { enter } from '../features/accounts/enter.ts'
import { keepReturnPath } from '../features/accounts/return-path.ts'
import { ConfirmLink } from '../features/identities/confirm-link.tsx'
import { ProveAgain } from '../features/identities/prove-again.tsx'
import { ProviderSignIn } from '../features/identities/provider-sign-in.tsx'
import { ProofGate } from '../features/security/proof-gate.tsx'
import { goToSecondFactor } from '../features/two-factor/go-to-second-factor.ts'
import { loadTexts } from '../lib/i18n/i18n.ts'
import { safePath } from '../lib/safe-path.ts'

export interface ProviderReturnSearch {
  flow: string
  purpose: FlowPurpose
  redirect?: string
}

/** Where the server sends a browser that is back from a provider. Nothing has happened yet: this page does it. */
export const Route = createFileRoute('/provider-return')({
  validateSearch: (search): ProviderReturnSearch => {
    const path = safePath(search.redirect)
    const purpose = flowPurposes.find((known) => known === search.purpose) ?? 'sign_in'
    return {
      flow: typeof search.flow === 'string' ? search.flow : '',
      purpose,
      ...(path !== undefined && { redirect: path }),
    }
  },
  beforeLoad: async ({ context, search }) => {
    // Opened by hand or from a bookmark: there is nothing to go on with.
    if (!search.flow) throw redirect({ to: '/sign-in' })
    await loadTexts('account')
    const me = await context.api.users.me.ensureData()
    if (search.purpose !== 'sign_in' && !me)
      throw redirect({ to: '/sign-in', search: { problem: 'signedOut' } })
    return { email: me?.email ?? '' }
  },
  component: ProviderReturn,
})

function ProviderReturn() {
  const { flow: flowId, purpose, redirect: path = '/' } = Route.useSearch()
  const { email } = Route.useRouteContext()
  const router = useRouter()
  if (purpose === 'link') {
    const goBack = () => void router.navigate({ to: '/settings/security', replace: true })
    return (
      <>
        <ConfirmLink flowId={flowId} email={email} onLinked={goBack} />
        <ProofGate />
      </>
    )
  }
  if (purpose === 'reauthenticate') {
    const back = path === '/' ? '/settings/security' : path
    return <ProveAgain flowId={flowId} onProven={() => void router.navigate({ href: back, replace: true })} />
  }
  return (
    <ProviderSignIn
      flowId={flowId}
      onConfirmationSent={() => keepReturnPath(path, Date.now())}
      onResult={(result) =>
        void (result.status === 'signedIn'
          ? enter(router, path)
          : goToSecondFactor(router, result.challengeId, path === '/' ? undefined : path))
      }
    />
  )
}
