import type { UserView } from '@kinkeep/contracts/accounts'
import { Button } from '@kinkeep/ui/button'
import { Link, useRouter } from '@tanstack/react-router'
import { AccountPage } from '../../components/account-page.tsx'
import { errorText } from '../../lib/error-text.ts'
import type { Translate } from '../../lib/i18n/i18n.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { type Reason, readError } from '../../lib/read-error.ts'
import { invitationPath } from './invitation-path.ts'

export interface InvitationEndedProps {
  token: string
  /** What the server said instead. */
  refusal: unknown
  me: UserView | null
}

/** An invitation that cannot be answered: what became of it, and what to do now. */
export function InvitationEnded({ token, refusal, me }: InvitationEndedProps) {
  const { t, language } = useTranslation()
  const router = useRouter()
  const ending = endingOf(readError(refusal).reason, t, me !== null)
  if (!ending) {
    return (
      <AccountPage title={t('invite.laterTitle')} lead={errorText(refusal, t, language)}>
        <div>
          <Button onClick={() => void router.invalidate()}>{t('actions.retry')}</Button>
        </div>
      </AccountPage>
    )
  }
  return (
    <AccountPage title={ending.title} lead={ending.text}>
      <div>
        <Button asChild>
          {me ? (
            <Link to="/">{t('invite.myCircles')}</Link>
          ) : (
            <Link to="/sign-in" search={{ redirect: invitationPath(token) }}>
              {t('signIn.submit')}
            </Link>
          )}
        </Button>
      </div>
    </AccountPage>
  )
}

/** undefined where it may well work in a moment. */
function endingOf(reason: Reason, t: Translate, isSignedIn: boolean) {
  switch (reason) {
    case 'INVITATION_USED':
      return {
        title: t('invite.usedTitle'),
        text: isSignedIn ? t('invite.usedTextIn') : t('invite.usedText'),
      }
    case 'INVITATION_CANCELLED':
      return { title: t('invite.cancelledTitle'), text: t('invite.cancelledText') }
    case 'INVITATION_EXPIRED':
      return { title: t('invite.expiredTitle'), text: t('invite.expiredText') }
    case 'INVITATION_DECLINED':
      return { title: t('invite.declinedTitle'), text: t('invite.declinedText') }
    case 'LINK_INVALID':
    case 'INVALID_INPUT':
      return { title: t('invite.lostTitle'), text: t('invite.lostText') }
    default:
      return undefined
  }
}
