import type { CircleView } from '@kinkeep/contracts/circles'
import { can } from '@kinkeep/contracts/roles'
import { Card } from '../../components/card.tsx'
import { Section } from '../../components/section.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { InviteForm } from '../invitations/invite-form.tsx'
import { OpenInvitations } from '../invitations/open-invitations.tsx'
import { MemberList } from './member-list.tsx'

/** Who is in the circle, and whom it invites. */
export function MembersSection({ circle, myId }: { circle: CircleView; myId: string }) {
  const { t } = useTranslation()
  return (
    <>
      <Section title={t('circle.members')} aside={t('circle.memberCount', { count: circle.memberCount })}>
        <MemberList circle={circle} myId={myId} />
      </Section>
      {can(circle.role, 'invitation.send') && (
        <Section title={t('invite.title')} lead={t('invite.lead')}>
          <Card>
            <InviteForm circleId={circle.id} />
          </Card>
        </Section>
      )}
      {can(circle.role, 'invitation.list') && (
        <Section title={t('invite.open')}>
          <OpenInvitations circleId={circle.id} />
        </Section>
      )}
    </>
  )
}
