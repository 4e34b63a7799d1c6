import type { InvitationPreview } from '@kinkeep/contracts/circles'
import { Button } from '@kinkeep/ui/button'
import { createFileRoute, Link } from '@tanstack/react-router'
import { AccountPage } from '../components/account-page.tsx'
import { InvitationAnswer } from '../features/invitations/invitation-answer.tsx'
import { InvitationEnded } from '../features/invitations/invitation-ended.tsx'
import { formatDate, unbroken } from '../lib/format.ts'
import { changeLanguage, loadTexts } from '../lib/i18n/i18n.ts'
import { useTranslation } from '../lib/i18n/use-translation.ts'
import { readError } from '../lib/read-error.ts'

export const Route = createFileRoute('/invitations/$token')({
  beforeLoad: () => loadTexts('family'),
  loader: async ({ context: { api, client }, params: { token } }) => {
    const [me, read] = await Promise.all([
      api.users.me.ensureData(),
      readInvitation(client.circles.invitations.preview.mutate({ token })),
    ])
    if (me) await changeLanguage(me.language)
    return { me, ...read }
  },
  component: InvitationPage,
})

function InvitationPage() {
  const { t, language } = useTranslation()
  const { token } = Route.useParams()
  const { me, preview, refusal } = Route.useLoaderData()
  if (!preview) return <InvitationEnded token={token} refusal={refusal} me={me} />
  const { circleName: circle, alreadyIn, maskedEmail } = preview
  if (alreadyIn !== null) {
    return (
      <AccountPage title={t('invite.inTitle')} lead={t('invite.inText', { circle })}>
        <div>
          <Button asChild>
            <Link to="/c/$circleId" params={{ circleId: alreadyIn }}>
              {t('invite.openCircle', { circle })}
            </Link>
          </Button>
        </div>
      </AccountPage>
    )
  }
  const whom =
    maskedEmail === null ? t('invite.anyone') : t('invitation.sentTo', { email: unbroken(maskedEmail) })
  return (
    <AccountPage
      title={t('invitation.title', { name: preview.invitedBy })}
      lead={
        <>
          <p className="text-lg">{t('invitation.lead', { circle })}</p>
          <p className="mt-4 text-sm">
            {whom} {t('invitation.until', { date: formatDate(preview.expiresAt, language) })}{' '}
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
