import { createFileRoute, redirect } from '@tanstack/react-router'
import { Card } from '../../components/card.tsx'
import { Page } from '../../components/page.tsx'
import { allCircles } from '../../features/circles/all-circles.ts'
import { CreateCircle } from '../../features/circles/create-circle.tsx'
import { DeletedCircles } from '../../features/circles/deleted-circles.tsx'
import { PendingInvitations } from '../../features/invitations/pending-invitations.tsx'
import { allPending } from '../../lib/all-pending.ts'
import { loadTexts } from '../../lib/i18n/i18n.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { readLastCircle } from '../../lib/last-circle.ts'

export const Route = createFileRoute('/_signed-in/')({
  beforeLoad: () => loadTexts('account'),
  loader: async ({ context: { api } }) => {
    const { items } = await api.circles.list.ensureData(allCircles)
    const circle = items.find(({ id }) => id === readLastCircle()) ?? items[0]
    if (circle) throw redirect({ to: '/c/$circleId', params: { circleId: circle.id }, replace: true })
    await api.circles.invitations.pending.ensureData(allPending)
  },
  component: FirstCirclePage,
})

/** For somebody without a circle: make one, or join those who already ask. */
function FirstCirclePage() {
  const { t } = useTranslation()
  return (
    <Page title={t('firstCircle.title')} lead={t('firstCircle.lead')}>
      <PendingInvitations />
      <Card>
        <CreateCircle />
      </Card>
      <DeletedCircles />
    </Page>
  )
}
