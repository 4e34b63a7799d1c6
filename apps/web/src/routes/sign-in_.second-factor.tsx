import { createFileRoute, useRouter } from '@tanstack/react-router'
import { enter } from '../features/accounts/enter.ts'
import { hasPasskeys } from '../features/passkeys/browser-passkeys.ts'
import { PasskeySecondFactor } from '../features/passkeys/passkey-second-factor.tsx'
import { SecondFactorPage } from '../features/two-factor/second-factor-page.tsx'
import { loadTexts } from '../lib/i18n/i18n.ts'
import { safePath } from '../lib/safe-path.ts'

export const Route = createFileRoute('/sign-in_/second-factor')({
  validateSearch: (search): { challenge?: string; redirect?: string } => {
    const path = safePath(search.redirect)
    return {
      ...(typeof search.challenge === 'string' ? { challenge: search.challenge } : {}),
      ...(path === undefined ? {} : { redirect: path }),
    }
  },
  beforeLoad: () => loadTexts('account'),
  component: SecondFactorRoute,
})

function SecondFactorRoute() {
  const { challenge, redirect } = Route.useSearch()
  const router = useRouter()
  return (
    <SecondFactorPage
      challengeId={challenge}
      redirect={redirect}
      {...(hasPasskeys() && { passkey: PasskeySecondFactor })}
      onSignedIn={() => void enter(router, redirect ?? '/')}
    />
  )
}
