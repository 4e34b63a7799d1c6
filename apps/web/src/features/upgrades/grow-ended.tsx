import type { UserView } from '@kinkeep/contracts/accounts'
import { Button } from '@kinkeep/ui/button'
import { Link } from '@tanstack/react-router'
import { AccountPage } from '../../components/account-page.tsx'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { readError } from '../../lib/read-error.ts'

export interface GrowEndedProps {
  refusal: unknown
  me: UserView | null
}

/** A link that does not work any more: why, and what to do. */
export function GrowEnded({ refusal, me }: GrowEndedProps) {
  const { t, language } = useTranslation()
  const { reason } = readError(refusal)
  const isDone = reason === 'UPGRADE_DONE'
  const lead = isDone
    ? t(me ? 'upgrades.doneSignedIn' : 'upgrades.doneSignIn')
    : reason === 'LINK_INVALID'
      ? t('upgrades.replaced')
      : errorText(refusal, t, language)
  return (
    <AccountPage title={t(isDone ? 'upgrades.doneTitle' : 'upgrades.endedTitle')} lead={lead}>
      <div>
        <Button asChild>
          {me ? <Link to="/">{t('actions.goHome')}</Link> : <Link to="/sign-in">{t('upgrades.signIn')}</Link>}
        </Button>
      </div>
    </AccountPage>
  )
}
