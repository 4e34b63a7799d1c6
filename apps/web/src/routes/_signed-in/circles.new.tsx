import { createFileRoute } from '@tanstack/react-router'
import { Card } from '../../components/card.tsx'
import { Page } from '../../components/page.tsx'
import { CreateCircle } from '../../features/circles/create-circle.tsx'
import { PendingInvitations } from '../../features/invitations/pending-invitations.tsx'
import { allPending } from '../../lib/all-pending.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'

export const Route = createFileRoute('/_signed-in/circles/new')({
  loader: ({ context: { api } }) => api.circles.invitations.pending.ensureData(allPending),
  component: NewCirclePage,
})

function NewCirclePage() {
  const { t } = useTranslation()
  return (
    <Page title={t('newCircle.title')} lead={t('newCircle.lead')}>
      <PendingInvitations />
      <Card>
        <CreateCircle />
      </Card>
    </Page>
  )
}
