import type { FlowProblem } from '@kinkeep/contracts/identity-providers'
import { Button } from '@kinkeep/ui/button'
import { createFileRoute, Link, redirect } from '@tanstack/react-router'
import { Mail } from 'lucide-react'
import { useRef } from 'react'
import { AccountPage } from '../components/account-page.tsx'
import { SignInForm } from '../features/accounts/sign-in-form.tsx'
import { useSignInResult } from '../features/accounts/use-sign-in-result.ts'
import { readFlowProblem } from '../features/identities/flow-problem.ts'
import { FlowProblemNote } from '../features/identities/flow-problem-note.tsx'
import { ProviderButtons } from '../features/identities/provider-buttons.tsx'
import { PasskeySignIn } from '../features/passkeys/passkey-sign-in.tsx'
import { PhoneSignInLink } from '../features/phones/phone-sign-in-link.tsx'
import { loadTexts } from '../lib/i18n/i18n.ts'
import { useTranslation } from '../lib/i18n/use-translation.ts'
import { safePath } from '../lib/safe-path.ts'

export const Route = createFileRoute('/sign-in')({
  validateSearch: (search): { redirect?: string; problem?: FlowProblem } => {
    const path = safePath(search.redirect)
    const problem = readFlowProblem(search.problem)
    return { ...(path !== undefined && { redirect: path }), ...(problem && { problem }) }
  },
  beforeLoad: async ({ context, search }) => {
    if (await context.api.users.me.ensureData()) throw redirect({ href: search.redirect ?? '/' })
    await loadTexts('account')
  },
  component: SignInPage,
})

function SignInPage() {
  const { t } = useTranslation()
  const search = Route.useSearch()
  const remember = useRef<HTMLInputElement>(null)
  const goOn = useSignInResult(search.redirect)
  return (
    <AccountPage
      title={t('signIn.title')}
      lead={t('signIn.lead')}
      foot={
        <p>
          {t('signIn.noAccount')}{' '}
          <Link to="/sign-up" search={search} className="link">
            {t('signIn.signUp')}
          </Link>
        </p>
      }
    >
      <FlowProblemNote problem={search.problem} />
      <SignInForm remember={remember} onResult={goOn} />
      <div className="mt-3">
        <PasskeySignIn remember={() => remember.current?.checked ?? true} onResult={goOn} />
      </div>
      <div className="mt-3">
        <Button asChild tone="secondary" size="lg" wide>
          <Link
            to="/sign-in/link"
            search={search.redirect === undefined ? {} : { redirect: search.redirect }}
          >
            <Mail size={20} aria-hidden="true" />
            {t('password.magic.link')}
          </Link>
        </Button>
      </div>
      <div className="mt-3">
        <PhoneSignInLink redirect={search.redirect} />
      </div>
      <ProviderButtons redirect={search.redirect} remember={() => remember.current?.checked ?? true} />
    </AccountPage>
  )
}
