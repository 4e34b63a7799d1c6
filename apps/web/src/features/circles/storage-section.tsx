import type { CircleView } from '@kinkeep/contracts/circles'
import { Progress } from '@kinkeep/ui/progress'
import { Section } from '../../components/section.tsx'
import { formatBytes } from '../../lib/format.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'

/** From here on it is time to think of the end. */
const nearlyFull = 0.9

/** How much of its room a circle has used: what the server counts, which is what lies in the store. */
export function StorageSection({ circle }: { circle: CircleView }) {
  const { t, language } = useTranslation()
  const { storedBytes, quotaBytes } = circle
  const share = storedBytes / quotaBytes
  const left = formatBytes(Math.max(0, quotaBytes - storedBytes), language)
  const used = formatBytes(storedBytes, language)
  const state = share >= 1 ? 'full' : share >= nearlyFull ? 'nearlyFull' : 'left'
  return (
    <Section
      title={t('circleRoom.storageTitle')}
      aside={t('circleRoom.used', { used, total: formatBytes(quotaBytes, language) })}
    >
      <Progress label={t('circleRoom.meter')} value={share} tone={state === 'left' ? 'accent' : 'danger'} />
      <p className="mt-3 text-sm">
        {state === 'full' ? t('circleRoom.full') : t(`circleRoom.${state}`, { left })}{' '}
        <span className="text-muted">{t('circleRoom.storageHint')}</span>
      </p>
    </Section>
  )
}
