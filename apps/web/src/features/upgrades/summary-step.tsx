import { limits } from '@kinkeep/contracts/limits'
import { Button } from '@kinkeep/ui/button'
import { Form } from '@kinkeep/ui/form'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import type { ConsentDraft } from './consent-draft.ts'

export interface SummaryStepProps {
  email: string
  draft: ConsentDraft
  error: string | null
  pending: boolean
  onBack: () => void
  onSend: () => void
}

/** Everything once more, and what happens next. */
export function SummaryStep({ email, draft, error, pending, onBack, onSend }: SummaryStepProps) {
  const { t } = useTranslation()
  const { kind, guardianName, witnessName, paper } = draft
  const lines: [string, string][] = [
    [t('upgrades.sumEmail'), email],
    [t('upgrades.sumGuardian'), guardianName],
    [t('upgrades.sumConsent'), t(`upgrades.kinds.${kind}`)],
    ...(kind === 'verbal' ? [[t('upgrades.sumWitness'), witnessName] satisfies [string, string]] : []),
    ...(paper ? [[t('upgrades.paper'), paper.name] satisfies [string, string]] : []),
  ]
  return (
    <Form error={error} pending={pending} onSubmit={onSend}>
      <dl className="divide-y divide-line rounded-lg border border-line">
        {lines.map(([term, said]) => (
          <div key={term} className="px-4 py-3">
            <dt className="text-muted text-sm">{term}</dt>
            <dd className="break-words font-medium">{said}</dd>
          </div>
        ))}
      </dl>
      <p className="text-muted text-sm">{t('upgrades.sumText', { count: limits.upgradeDays })}</p>
      <div className="flex flex-col gap-3 sm:flex-row-reverse">
        <Button type="submit" wide pending={pending}>
          {t('upgrades.send')}
        </Button>
        <Button tone="quiet" wide disabled={pending} onClick={onBack}>
          {t('upgrades.back')}
        </Button>
      </div>
    </Form>
  )
}
