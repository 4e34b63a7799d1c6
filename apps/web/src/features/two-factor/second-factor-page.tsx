import { Button } from '@kinkeep/ui/button'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { Link } from '@tanstack/react-router'
import { AccountPage } from '../../components/account-page.tsx'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { readError } from '../../lib/read-error.ts'
import { trpc } from '../../lib/trpc.ts'
import { type PasskeyWay, SecondFactorForm } from './second-factor-form.tsx'

export interface SecondFactorPageProps {
  challengeId: string | undefined
  redirect: string | undefined
  /** How a passkey is asked for, where this Kinkeep knows how. */
  passkey?: PasskeyWay | undefined
  onSignedIn: () => void
}

/** After a right first factor: the second one, in whichever way the person has at hand. */
export function SecondFactorPage({ challengeId, redirect, passkey, onSignedIn }: SecondFactorPageProps) {
  const { t, language } = useTranslation()
  const challenge = trpc.auth.twoFactor.challenge.useQuery(
    { challengeId: challengeId ?? '' },
    { enabled: challengeId !== undefined, retry: false, staleTime: Number.POSITIVE_INFINITY },
  )
  const startAgain = (
    <Link to="/sign-in" search={redirect === undefined ? {} : { redirect }} className="link">
      {t('twoFactor.challenge.startAgain')}
    </Link>
  )
  if (challengeId === undefined || challenge.error) {
    const reason = challenge.error && readError(challenge.error).reason
    const isOver = !reason || reason === 'CHALLENGE_EXPIRED' || reason === 'INVALID_INPUT'
    return (
      <AccountPage
        title={t('twoFactor.challenge.expiredTitle')}
        lead={isOver ? t('twoFactor.challenge.expiredLead') : errorText(challenge.error, t, language)}
      >
        <Button asChild size="lg">
          <Link to="/sign-in" search={redirect === undefined ? {} : { redirect }}>
            {t('twoFactor.challenge.toSignIn')}
          </Link>
        </Button>
      </AccountPage>
    )
  }
  if (!challenge.data) {
    return (
      <AccountPage
        title={t('twoFactor.challenge.title')}
        lead={<Skeleton className="h-6 w-4/5" />}
        foot={startAgain}
      >
        <div className="h-50" />
      </AccountPage>
    )
  }
  return (
    <SecondFactorForm
      challengeId={challengeId}
      methods={challenge.data.methods}
      preferred={challenge.data.preferred}
      passkey={passkey}
      foot={startAgain}
      onSignedIn={onSignedIn}
    />
  )
}
