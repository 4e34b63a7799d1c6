import type { InvitationPreview } from '@kinkeep/contracts/circles'
import { Button } from '@kinkeep/ui/button'
import { createFileRoute, Link } from '@tanstack/react-router'
import { AccountPage } from '../components/account-page.tsx'
import { InvitationAnswer } from '../features/invitations/invitation-answer.tsx'
import { errorText } from '../lib/error-text.ts'
import { formatDate, unbroken } from '../lib/format.ts'
import { useTranslation } from '../lib/i18n/use-translation.ts'
import { readError } from '../lib/read-error.ts'

export const Route = createFileRoute('/invitations/$token')({
  loader: async ({ context: { api }, params: { token } }) => {
    const [me, read] = await Promise.all([
      api.users.me.ensureData(),
      readInvitation(api.circles.invitations.preview.ensureData({ token })),
    ])
    return { me, ...read }
  },
  component: InvitationPage,
})

function InvitationPage() {
  const { t, language } = useTranslation()
  const { token } = Route.useParams()
  const { me, preview, refusal } = Route.useLoaderData()
  if (!preview) {
    return (
      <AccountPage title={t('invitation.goneTitle')} lead={errorText(refusal, t, language)}>
        <div>
          <Button asChild>
            <Link to="/">{t('actions.goHome')}</Link>
          </Button>
        </div>
      </AccountPage>
    )
  }
  return (
    <AccountPage
      title={t('invitation.title', { name: preview.invitedBy })}
      lead={
        <>
          <p className="text-lg">{t('invitation.lead', { circle: preview.circleName })}</p>
          <p className="mt-4 text-sm">
            {t('invitation.sentTo', { email: unbroken(preview.maskedEmail ?? '') })}{' '}
            {t('invitation.until', { date: formatDate(preview.expiresAt, language) })}{' '}
            {t('invitation.asRole', { role: t(`roles.${preview.role}`) })}
          </p>
        </>
      }
    >
      <InvitationAnswer token={token} preview={preview} me={me} />
    </AccountPage>
  )
}

/** An invitation that does not work any more is an answer to show, and no accident. */
async function readInvitation(reading: Promise<InvitationPreview>) {
  try {
    return { preview: await reading, refusal: null }
  } catch (error) {
    if (readError(error).reason === 'UNREACHABLE') throw error
    return { preview: null, refusal: error }
  }
}
