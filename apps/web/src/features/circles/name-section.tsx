import type { CircleView } from '@kinkeep/contracts/circles'
import { findHindrance } from '@kinkeep/contracts/hindrances'
import { Button } from '@kinkeep/ui/button'
import { Card } from '../../components/card.tsx'
import { Section } from '../../components/section.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { EditCircle } from './edit-circle.tsx'
import { hindranceText } from './hindrance-text.ts'

/** What the circle is called; for those who may not change that, why. */
export function NameSection({ circle }: { circle: CircleView }) {
  const { t } = useTranslation()
  const hindrance = hindranceText(findHindrance(circle.role, 'circle.update'), t)
  return (
    <Section title={t('circleRoom.nameTitle')} lead={t('circle.keepCount', { count: circle.keepCount })}>
      <Card>
        {hindrance === null ? (
          <EditCircle circle={circle} />
        ) : (
          <div className="flex flex-col items-start gap-2">
            <Button tone="secondary" disabled aria-describedby="edit-circle">
              {t('circleRoom.edit')}
            </Button>
            <p id="edit-circle" className="text-muted text-sm">
              {hindrance}
            </p>
          </div>
        )}
      </Card>
    </Section>
  )
}
