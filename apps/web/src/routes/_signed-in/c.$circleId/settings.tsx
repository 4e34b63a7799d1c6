import { createFileRoute, Link } from '@tanstack/react-router'
import { Page } from '../../../components/page.tsx'
import { ArchivesSections } from '../../../features/archives/archives-sections.tsx'
import { CircleExit } from '../../../features/circles/circle-exit.tsx'
import { NameSection } from '../../../features/circles/name-section.tsx'
import { StorageSection } from '../../../features/circles/storage-section.tsx'
import { ShareLinksSection } from '../../../features/shares/share-links-section.tsx'
import { loadTexts } from '../../../lib/i18n/i18n.ts'
import { useTranslation } from '../../../lib/i18n/use-translation.ts'
import { trpc } from '../../../lib/trpc.ts'

export const Route = createFileRoute('/_signed-in/c/$circleId/settings')({
  beforeLoad: () => Promise.all([loadTexts('account'), loadTexts('family'), loadTexts('memories')]),
  component: CircleSettings,
})

function CircleSettings() {
  const { t } = useTranslation()
  const { circleId } = Route.useParams()
  const [circle] = trpc.circles.get.useSuspenseQuery({ circleId })
  return (
    <Page
      title={circle.name}
      lead={
        <>
          {circle.description && <p>{circle.description}</p>}
          <p>
            {t('circleRoom.peopleLead')}{' '}
            <Link to="/c/$circleId/people" params={{ circleId }} className="link">
              {t('circleRoom.toPeople')}
            </Link>
          </p>
        </>
      }
    >
      <NameSection circle={circle} />
      <StorageSection circle={circle} />
      <ShareLinksSection circle={circle} />
      <ArchivesSections circle={circle} />
      <CircleExit circle={circle} />
    </Page>
  )
}
