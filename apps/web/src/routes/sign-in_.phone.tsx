import type { CodeSent } from '@kinkeep/contracts/phones'
import { createFileRoute, Link, redirect } from '@tanstack/react-router'
import { useState } from 'react'
import { AccountPage } from '../components/account-page.tsx'
import { useSignInResult } from '../features/accounts/use-sign-in-result.ts'
import { PhoneSignIn } from '../features/phones/phone-sign-in.tsx'
import { loadTexts } from '../lib/i18n/i18n.ts'
import { useTranslation } from '../lib/i18n/use-translation.ts'
import { safePath } from '../lib/safe-path.ts'

export const Route = createFileRoute('/sign-in_/phone')({
  validateSearch: (search): { redirect?: string } => {
    const path = safePath(search.redirect)
    return path === undefined ? {} : { redirect: path }
  },
  beforeLoad: async ({ context, search }) => {
    if (await context.api.users.me.ensureData()) throw redirect({ href: search.redirect ?? '/' })
    await loadTexts('account')
  },
  component: PhoneSignInPage,
})

function PhoneSignInPage() {
  const { t } = useTranslation()
  const search = Route.useSearch()
  const [sent, setSent] = useState<CodeSent | null>(null)
  const goOn = useSignInResult(search.redirect)
  return (
    <AccountPage
      title={t(sent ? 'phone.signIn.codeTitle' : 'phone.signIn.title')}
      lead={sent ? null : t('phone.signIn.lead')}
      foot={
        <p>
          <Link to="/sign-in" search={search} className="link">
            {t('phone.signIn.back')}
          </Link>
        </p>
      }
    >
      <PhoneSignIn sent={sent} onSent={setSent} onResult={goOn} />
    </AccountPage>
  )
}
