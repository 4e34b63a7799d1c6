import { createFileRoute, Link } from '@tanstack/react-router'
import { Page } from '../../../components/page.tsx'
import { ChildrenSection } from '../../../features/children/children-section.tsx'
import { MembersSection } from '../../../features/circles/members-section.tsx'
import { GuestLinksSection } from '../../../features/guests/guest-links-section.tsx'
import { InvitationsSection } from '../../../features/invitations/invitations-section.tsx'
import { PetsSection } from '../../../features/pets/pets-section.tsx'
import { loadTexts } from '../../../lib/i18n/i18n.ts'
import { useTranslation } from '../../../lib/i18n/use-translation.ts'
import { trpc } from '../../../lib/trpc.ts'

export const Route = createFileRoute('/_signed-in/c/$circleId/people')({
  beforeLoad: () => Promise.all([loadTexts('family'), loadTexts('account')]),
  component: People,
})

function People() {
  const { t } = useTranslation()
  const { circleId } = Route.useParams()
  const { me } = Route.useRouteContext()
  const [circle] = trpc.circles.get.useSuspenseQuery({ circleId })
  return (
    <Page
      title={t('people.title')}
      lead={
        <span className="-my-2 flex flex-wrap gap-x-5">
          <Link
            to="/c/$circleId/calendar"
            params={{ circleId }}
            className="link inline-flex min-h-11 items-center"
          >
            {t('shell.calendar')}
          </Link>
          <Link
            to="/c/$circleId/settings"
            params={{ circleId }}
            className="link inline-flex min-h-11 items-center"
          >
            {t('circle.settings')}
          </Link>
        </span>
      }
    >
      <MembersSection circle={circle} myId={me.id} />
      <ChildrenSection circleId={circleId} circle={circle} />
      <PetsSection circleId={circleId} circle={circle} />
      <InvitationsSection circleId={circleId} circle={circle} />
      <GuestLinksSection circleId={circleId} circle={circle} />
    </Page>
  )
}
