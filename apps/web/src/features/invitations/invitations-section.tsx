import type { CircleView } from '@kinkeep/contracts/circles'
import { can } from '@kinkeep/contracts/roles'
import { Button } from '@kinkeep/ui/button'
import { Link2 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { Card } from '../../components/card.tsx'
import { Section } from '../../components/section.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { InvitationList } from './invitation-list.tsx'
import { InviteForm } from './invite-form.tsx'

const CreateInvitationLink = lazy(() => import('./create-invitation-link.tsx'))

export interface InvitationsSectionProps {
  circleId: string
  circle: Pick<CircleView, 'name' | 'role'>
}

/** Whom the circle invites, and how it ended. Admins see it, nobody else. */
export function InvitationsSection({ circleId, circle }: InvitationsSectionProps) {
  return can(circle.role, 'invitation.list') ? <Invitations circleId={circleId} circle={circle} /> : null
}

function Invitations({ circleId, circle }: InvitationsSectionProps) {
  const { t } = useTranslation()
  const [making, setMaking] = useState(false)
  return (
    <Section title={t('invite.title')} lead={t('invite.lead')}>
      <Card>
        <h3 className="font-medium">{t('invite.mailTitle')}</h3>
        <p className="mt-0.5 mb-4 text-muted text-sm">{t('invite.mailLead')}</p>
        <InviteForm circleId={circleId} />
        <div className="mt-6 flex flex-wrap items-center gap-x-6 gap-y-3 border-line border-t pt-5">
          <div className="min-w-56 grow basis-0">
            <h3 className="font-medium">{t('invite.linkTitle')}</h3>
            <p className="mt-0.5 text-muted text-sm">{t('invite.linkLead')}</p>
          </div>
          <Button tone="secondary" onClick={() => setMaking(true)}>
            <Link2 size={20} aria-hidden="true" />
            {t('invite.makeLink')}
          </Button>
        </div>
      </Card>
      <h3 className="mt-6 mb-2 font-medium text-sm">{t('invite.open')}</h3>
      <InvitationList circleId={circleId} />
      {making && (
        <Suspense>
          <CreateInvitationLink
            circleId={circleId}
            circleName={circle.name}
            onClose={() => setMaking(false)}
          />
        </Suspense>
      )}
    </Section>
  )
}
