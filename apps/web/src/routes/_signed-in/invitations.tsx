import { createFileRoute } from '@tanstack/react-router'
import { Page } from '../../components/page.tsx'
import { PendingInvitations } from '../../features/invitations/pending-invitations.tsx'
import { allPending } from '../../lib/all-pending.ts'
import { loadTexts } from '../../lib/i18n/i18n.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'

export const Route = createFileRoute('/_signed-in/invitations')({
  beforeLoad: () => loadTexts('family'),
  loader: ({ context: { api } }) => api.circles.invitations.pending.ensureData(allPending),
  component: MyInvitations,
})

/** For somebody who is in a circle already; who is in none finds them on the start page. */
function MyInvitations() {
  const { t } = useTranslation()
  const [pending] = trpc.circles.invitations.pending.useSuspenseQuery(allPending)
  return (
    <Page title={t('invite.title')} lead={pending.items.length === 0 ? t('invite.nothing') : null}>
      <PendingInvitations />
    </Page>
  )
}
