import { createFileRoute, Link, redirect, useRouter } from '@tanstack/react-router'
import { AccountPage } from '../components/account-page.tsx'
import { enter } from '../features/accounts/enter.ts'
import { SignInForm } from '../features/accounts/sign-in-form.tsx'
import { useTranslation } from '../lib/i18n/use-translation.ts'
import { safePath } from '../lib/safe-path.ts'

export const Route = createFileRoute('/sign-in')({
  validateSearch: (search): { redirect?: string } => {
    const path = safePath(search.redirect)
    return path === undefined ? {} : { redirect: path }
  },
  beforeLoad: async ({ context, search }) => {
    if (await context.api.users.me.ensureData()) throw redirect({ href: search.redirect ?? '/' })
  },
  component: SignInPage,
})

function SignInPage() {
  const { t } = useTranslation()
  const search = Route.useSearch()
  const router = useRouter()
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
      <SignInForm onSignedIn={() => void enter(router, search.redirect ?? '/')} />
    </AccountPage>
  )
}
