import { createFileRoute, Link, redirect, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { AccountPage } from '../components/account-page.tsx'
import { CheckMail } from '../features/accounts/check-mail.tsx'
import { enter } from '../features/accounts/enter.ts'
import { keepReturnPath } from '../features/accounts/return-path.ts'
import { SignUpForm } from '../features/accounts/sign-up-form.tsx'
import { invitationIn, invitationPath } from '../features/invitations/invitation-path.ts'
import { useTranslation } from '../lib/i18n/use-translation.ts'
import { safePath } from '../lib/safe-path.ts'

export interface SignUpSearch {
  /** The token of an invitation whose holder makes an account. */
  invitation?: string
  redirect?: string
}

export const Route = createFileRoute('/sign-up')({
  validateSearch: (search): SignUpSearch => {
    const path = safePath(search.redirect)
    // Whoever was on the way to an invitation and signs up after all has what it proves with them.
    const invitation = typeof search.invitation === 'string' ? search.invitation : invitationIn(path)
    return {
      ...(invitation !== undefined && { invitation }),
      ...(path !== undefined && { redirect: path }),
    }
  },
  loaderDeps: ({ search: { invitation } }) => ({ invitation }),
  beforeLoad: async ({ context, search }) => {
    if (await context.api.users.me.ensureData()) throw redirect({ href: search.redirect ?? '/' })
  },
  // An invitation that does not work any more says so where it is accepted; an account can be made all the same.
  loader: async ({ context, deps: { invitation } }) =>
    invitation === undefined
      ? null
      : context.client.circles.invitations.preview.mutate({ token: invitation }).catch(() => null),
  component: SignUpPage,
})

function SignUpPage() {
  const { t } = useTranslation()
  const { invitation, redirect } = Route.useSearch()
  const preview = Route.useLoaderData()
  const router = useRouter()
  const [sentTo, setSentTo] = useState<string>()
  const returnPath = redirect ?? (invitation === undefined ? '/' : invitationPath(invitation))

  if (sentTo !== undefined) {
    return (
      <AccountPage title={t('checkMail.title')} lead={t('checkMail.lead', { email: sentTo })}>
        <CheckMail email={sentTo} onOtherAddress={() => setSentTo(undefined)} />
      </AccountPage>
    )
  }
  return (
    <AccountPage
      title={t('signUp.title')}
      lead={
        preview
          ? t('signUp.invited', { name: preview.invitedBy, circle: preview.circleName })
          : t('signUp.lead')
      }
      foot={
        <p>
          {t('signUp.haveAccount')}{' '}
          <Link to="/sign-in" search={returnPath === '/' ? {} : { redirect: returnPath }} className="link">
            {t('signUp.signIn')}
          </Link>
        </p>
      }
    >
      <SignUpForm
        invitationToken={invitation}
        emailHint={preview?.maskedEmail ? t('signUp.invitedAddress', { email: preview.maskedEmail }) : null}
        onConfirmationSent={(email) => {
          keepReturnPath(returnPath, Date.now())
          setSentTo(email)
        }}
        onSignedIn={() => void enter(router, returnPath)}
      />
    </AccountPage>
  )
}
