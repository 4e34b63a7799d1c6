import type { UserView } from '@kinkeep/contracts/accounts'
import type { UpgradePreview } from '@kinkeep/contracts/upgrades'
import { Button } from '@kinkeep/ui/button'
import { Link, useRouter } from '@tanstack/react-router'
import { AccountPage } from '../../components/account-page.tsx'
import { errorText } from '../../lib/error-text.ts'
import { formatDate, unbroken } from '../../lib/format.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { enter } from '../accounts/enter.ts'
import { signOut } from '../accounts/sign-out.ts'
import { GrowSignUp } from './grow-sign-up.tsx'

export interface GrowPageProps {
  token: string
  preview: UpgradePreview
  me: UserView | null
}

/** What a young adult finds behind the link: what becomes theirs, and the one next thing to do. */
export function GrowPage({ token, preview, me }: GrowPageProps) {
  const { t, language } = useTranslation()
  const { childName, circleName, requestedBy, maskedEmail, expiresAt, next } = preview
  const email = unbroken(maskedEmail)
  return (
    <AccountPage
      title={t('upgrades.growTitle', { name: childName })}
      lead={
        <>
          <p className="text-lg">{t('upgrades.growLead', { name: requestedBy, circle: circleName })}</p>
          <p className="mt-3">{t('upgrades.growText')}</p>
          <p className="mt-3 text-sm">
            {t('upgrades.growFor', { email, date: formatDate(expiresAt, language) })}
          </p>
        </>
      }
    >
      {next === 'signUp' && <GrowSignUp token={token} preview={preview} />}
      {next === 'signIn' && <SignInFirst token={token} email={email} />}
      {next === 'confirm' && <Confirm token={token} me={me} />}
      {next === 'switch' && <SwitchAccount token={token} email={email} me={me} />}
    </AccountPage>
  )
}

function SignInFirst({ token, email }: { token: string; email: string }) {
  const { t } = useTranslation()
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm">{t('upgrades.hasAccount', { email })}</p>
      <Button asChild size="lg" wide>
        <Link to="/sign-in" search={{ redirect: growPath(token) }}>
          {t('upgrades.signIn')}
        </Link>
      </Button>
    </div>
  )
}

function Confirm({ token, me }: { token: string; me: UserView | null }) {
  const { t, language } = useTranslation()
  const router = useRouter()
  const confirm = trpc.circles.children.confirmUpgrade.useMutation({
    gcTime: 0,
    onSuccess: (answer) =>
      answer.status === 'confirmed'
        ? enter(router, `/c/${answer.circleId}/children/${answer.childId}`)
        : router.invalidate(),
  })
  return (
    <div className="flex flex-col gap-3">
      <p role="alert" className="rounded-md bg-danger-soft px-4 py-3 text-danger text-sm empty:hidden">
        {confirm.error ? errorText(confirm.error, t, language) : null}
      </p>
      <Button size="lg" wide pending={confirm.isPending} onClick={() => confirm.mutate({ token })}>
        {t('upgrades.confirm')}
      </Button>
      <p className="text-center text-muted text-sm">
        {t('invitation.signedInAs', { email: me?.email ?? '' })}
      </p>
    </div>
  )
}

function SwitchAccount({ token, email, me }: { token: string; email: string; me: UserView | null }) {
  const { t } = useTranslation()
  const router = useRouter()
  const leave = async () => {
    await signOut(router)
    // Not to the sign-in page: whether the address has an account is the next question.
    await router.navigate({ href: growPath(token), replace: true })
  }
  return (
    <div className="rounded-lg bg-sun-soft p-5">
      <h2 className="text-lg">{t('invitation.wrongTitle')}</h2>
      <p className="mt-1 mb-4 text-sm">
        {t('upgrades.wrongText', { invited: email, email: me?.email ?? '' })}
      </p>
      <Button onClick={() => void leave()}>{t('upgrades.signOutAndGoOn')}</Button>
    </div>
  )
}

function growPath(token: string): string {
  return `/grow/${encodeURIComponent(token)}`
}
