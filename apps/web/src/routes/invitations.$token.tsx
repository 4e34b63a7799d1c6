import { Button } from '@kinkeep/ui/button'
import { createFileRoute, type ErrorComponentProps, Link } from '@tanstack/react-router'
import { AccountPage } from '../components/account-page.tsx'
import { InvitationAnswer } from '../features/invitations/invitation-answer.tsx'
import { errorText } from '../lib/error-text.ts'
import { formatDate } from '../lib/format.ts'
import { useTranslation } from '../lib/i18n/use-translation.ts'

export const Route = createFileRoute('/invitations/$token')({
  loader: async ({ context: { api }, params: { token } }) => {
    const [me, preview] = await Promise.all([
      api.users.me.ensureData(),
      api.circles.invitations.preview.ensureData({ token }),
    ])
    return { me, preview }
  },
  errorComponent: InvitationGone,
  component: InvitationPage,
})

function InvitationPage() {
  const { t, language } = useTranslation()
  const { token } = Route.useParams()
  const { me, preview } = Route.useLoaderData()
  return (
    <AccountPage
      title={t('invitation.title', { name: preview.invitedBy })}
      lead={
        <>
          <p className="text-lg">{t('invitation.lead', { circle: preview.circleName })}</p>
          <p className="mt-4 text-sm">
            {t('invitation.asRole', { role: t(`roles.${preview.role}`) })}{' '}
            {t('invitation.sentTo', { email: preview.maskedEmail })}{' '}
            {t('invitation.until', { date: formatDate(preview.expiresAt, language) })}
          </p>
        </>
      }
    >
      <InvitationAnswer token={token} preview={preview} me={me} />
    </AccountPage>
  )
}

function InvitationGone({ error }: ErrorComponentProps) {
  const { t, language } = useTranslation()
  return (
    <AccountPage title={t('invitation.goneTitle')} lead={errorText(error, t, language)}>
      <Button asChild size="lg">
        <Link to="/">{t('actions.goHome')}</Link>
      </Button>
    </AccountPage>
  )
}
