import type { ChildView } from '@kinkeep/contracts/children'
import { Section } from '../../components/section.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'

const rights = ['profile', 'growth', 'keep', 'everything'] as const

/** For the grown child: what is theirs to decide here, and how. */
export function MyProfile({ child }: { child: Pick<ChildView, 'name'> }) {
  const { t } = useTranslation()
  return (
    <Section title={t('upgrades.mineTitle')} lead={t('upgrades.mineLead', { name: child.name })}>
      <dl className="divide-y divide-line rounded-lg border border-line bg-surface">
        {rights.map((right) => (
          <div key={right} className="px-4 py-3">
            <dt className="font-medium">{t(`upgrades.mine.${right}`)}</dt>
            <dd className="mt-0.5 text-muted text-sm">{t(`upgrades.mineHow.${right}`)}</dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}
