import type { SignInResult } from '@kinkeep/contracts/accounts'
import { Button } from '@kinkeep/ui/button'
import { Spinner } from '@kinkeep/ui/spinner'
import { Link } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useState } from 'react'
import { AccountPage } from '../../components/account-page.tsx'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { readError } from '../../lib/read-error.ts'
import { trpc } from '../../lib/trpc.ts'
import { CheckMail } from '../accounts/check-mail.tsx'
import { AccountExists } from './account-exists.tsx'
import { providerNames } from './provider-names.ts'
import { ProviderSignUpForm } from './provider-sign-up-form.tsx'

export interface ProviderSignInProps {
  flowId: string
  onResult: (result: SignInResult) => void
  onConfirmationSent: () => void
}

/** What coming back from a provider leads to: in, to the account one has, or to a new one. */
export function ProviderSignIn({ flowId, onResult, onConfirmationSent }: ProviderSignInProps) {
  const { t, language } = useTranslation()
  const [sentTo, setSentTo] = useState<string>()
  const cache = trpc.useUtils()
  const { mutate, data, error } = trpc.auth.identities.signIn.useMutation({
    onSuccess: (found) => {
      if (found.status === 'signedIn' || found.status === 'twoFactorRequired') onResult(found)
    },
    // What a journey brought counts once: a page that asks again, as after a reload, may be in already.
    onError: async (refused) => {
      if (readError(refused).reason !== 'CHALLENGE_EXPIRED') return
      if (await cache.users.me.fetch(undefined, { staleTime: 0 })) onResult({ status: 'signedIn' })
    },
  })
  const [known, setKnown] = useState<Extract<NonNullable<typeof data>, { status: 'accountExists' }>>()
  const begin = useEffectEvent(() => mutate({ flowId }))
  useEffect(() => {
    // In the next turn, so that an effect that is only tried out asks nothing.
    const timer = setTimeout(begin)
    return () => clearTimeout(timer)
  }, [])

  const exists = known ?? (data?.status === 'accountExists' ? data : undefined)
  if (exists) return <AccountExists provider={exists.provider} email={exists.email} />
  if (sentTo !== undefined) {
    return (
      <AccountPage title={t('checkMail.title')} lead={t('checkMail.lead', { email: sentTo })}>
        <CheckMail email={sentTo} onOtherAddress={() => setSentTo(undefined)} />
      </AccountPage>
    )
  }
  if (data?.status === 'signUpWanted') {
    const provider = providerNames[data.provider]
    return (
      <AccountPage
        title={t('identities.newTitle')}
        lead={t(data.emailProven ? 'identities.newProvenLead' : 'identities.newLead', {
          provider,
          email: data.email ?? '',
        })}
        foot={
          <p>
            {t('identities.haveAccount')}{' '}
            <Link to="/sign-in" search={{ redirect: '/settings/security' }} className="link">
              {t('identities.haveAccountLink')}
            </Link>
          </p>
        }
      >
        <ProviderSignUpForm
          flowId={flowId}
          found={data}
          onExists={setKnown}
          onSignedIn={() => onResult({ status: 'signedIn' })}
          onConfirmationSent={(email) => {
            onConfirmationSent()
            setSentTo(email)
          }}
        />
      </AccountPage>
    )
  }
  return (
    <AccountPage
      title={t('identities.returnTitle')}
      lead={error ? errorText(error, t, language) : t('identities.returnLead')}
    >
      {error ? (
        <Button asChild size="lg">
          <Link to="/sign-in">{t('identities.startAgain')}</Link>
        </Button>
      ) : (
        <Spinner />
      )}
    </AccountPage>
  )
}
