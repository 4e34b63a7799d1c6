import type { UserView } from '@kinkeep/contracts/accounts'
import type { InvitationPreview } from '@kinkeep/contracts/circles'
import { Button } from '@kinkeep/ui/button'
import { Link, useRouter } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { errorText } from '../../lib/error-text.ts'
import { unbroken } from '../../lib/format.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { readError } from '../../lib/read-error.ts'
import { signOut } from '../accounts/sign-out.ts'
import { invitationPath } from './invitation-path.ts'
import { useInvitationAnswer } from './use-invitation-answer.ts'

export interface InvitationAnswerProps {
  token: string
  preview: InvitationPreview
  me: UserView | null
}

/** What the holder of an invitation can do: answer it, or first become somebody who can. */
export function InvitationAnswer({ token, preview, me }: InvitationAnswerProps) {
  const { t, language } = useTranslation()
  const router = useRouter()
  const answer = useInvitationAnswer()
  if (!me) return <SignedOut token={token} />
  if (answer.error && readError(answer.error).reason === 'INVITATION_FOR_OTHER_ADDRESS') {
    return <WrongAccount token={token} invited={preview.maskedEmail ?? ''} email={me.email} />
  }
  return (
    <div className="flex flex-col gap-3">
      <p role="alert" className="rounded-md bg-danger-soft px-4 py-3 text-danger text-sm empty:hidden">
        {answer.error ? errorText(answer.error, t, language) : null}
      </p>
      <Button size="lg" wide pending={answer.pending} onClick={() => answer.accept({ token })}>
        {t('invitation.accept')}
      </Button>
      <Button tone="quiet" wide disabled={answer.pending} onClick={() => answer.decline({ token })}>
        {t('invitation.decline')}
      </Button>
      <p className="mt-2 text-center text-muted text-sm">
        {t('invitation.signedInAs', { email: me.email })} {t('invite.notYou')}{' '}
        <button
          type="button"
          className="link min-h-11"
          onClick={() => void signOut(router, invitationPath(token))}
        >
          {t('invitation.signOutAndSwitch')}
        </button>
      </p>
    </div>
  )
}

function SignedOut({ token }: { token: string }) {
  const { t } = useTranslation()
  return (
    <div className="flex flex-col gap-3">
      <Button asChild size="lg" wide>
        <Link to="/sign-up" search={{ invitation: token }}>
          {t('invitation.signUp')}
        </Link>
      </Button>
      <Button asChild tone="secondary" size="lg" wide>
        <Link to="/sign-in" search={{ redirect: invitationPath(token) }}>
          {t('invitation.signIn')}
        </Link>
      </Button>
    </div>
  )
}

function WrongAccount({ token, invited, email }: { token: string; invited: string; email: string }) {
  const { t } = useTranslation()
  const router = useRouter()
  const title = useRef<HTMLHeadingElement>(null)
  // The button that asked is gone, and the focus would be with it.
  useEffect(() => title.current?.focus(), [])
  return (
    <div role="alert" className="rounded-lg bg-sun-soft p-5">
      <h2 ref={title} tabIndex={-1} className="text-lg outline-none">
        {t('invitation.wrongTitle')}
      </h2>
      <p className="mt-1 mb-4 text-sm">{t('invitation.wrongText', { invited: unbroken(invited), email })}</p>
      <Button onClick={() => void signOut(router, invitationPath(token))}>
        {t('invitation.signOutAndSwitch')}
      </Button>
    </div>
  )
}
