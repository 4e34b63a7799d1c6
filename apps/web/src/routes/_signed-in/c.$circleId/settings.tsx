import { limits } from '@kinkeep/contracts/limits'
import { can } from '@kinkeep/contracts/roles'
import { createFileRoute } from '@tanstack/react-router'
import { Card } from '../../../components/card.tsx'
import { Page } from '../../../components/page.tsx'
import { Section } from '../../../components/section.tsx'
import { CircleExit } from '../../../features/circles/circle-exit.tsx'
import { EditCircle } from '../../../features/circles/edit-circle.tsx'
import { formatBytes } from '../../../lib/format.ts'
import { loadTexts } from '../../../lib/i18n/i18n.ts'
import { useTranslation } from '../../../lib/i18n/use-translation.ts'
import { trpc } from '../../../lib/trpc.ts'

export const Route = createFileRoute('/_signed-in/c/$circleId/settings')({
  beforeLoad: () => loadTexts('account'),
  component: CircleSettings,
})

function CircleSettings() {
  const { t, language } = useTranslation()
  const { circleId } = Route.useParams()
  const [circle] = trpc.circles.get.useSuspenseQuery({ circleId })
  const used = formatBytes(circle.storedBytes, language)
  const facts = [
    t('circle.keepCount', { count: circle.keepCount }),
    t('circle.storage', { used, total: formatBytes(limits.circleBytes, language) }),
  ]
  return (
    <Page title={circle.name} lead={circle.description}>
      <Section title={t('circle.about')} lead={facts.join(' · ')}>
        {can(circle.role, 'circle.update') && (
          <Card>
            <EditCircle circle={circle} />
          </Card>
        )}
      </Section>
      <CircleExit circle={circle} />
    </Page>
  )
}
