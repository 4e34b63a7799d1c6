import type { CircleView } from '@kinkeep/contracts/circles'
import { Section } from '../../components/section.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { MemberList } from './member-list.tsx'

/** Who is in the circle. */
export function MembersSection({ circle, myId }: { circle: CircleView; myId: string }) {
  const { t } = useTranslation()
  return (
    <Section title={t('circle.members')} aside={t('circle.memberCount', { count: circle.memberCount })}>
      <MemberList circle={circle} myId={myId} />
    </Section>
  )
}
