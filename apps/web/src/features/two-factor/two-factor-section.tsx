import type { SecondFactor } from '@kinkeep/contracts/second-factors'
import { Badge } from '@kinkeep/ui/badge'
import { Button } from '@kinkeep/ui/button'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { useState } from 'react'
import { ListError } from '../../components/list-error.tsx'
import { Section } from '../../components/section.tsx'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { FactorRow } from './factor-row.tsx'
import { RecoveryRow } from './recovery-row.tsx'
import { RemovalDialog } from './removal-dialog.tsx'
import { SetupDialog } from './setup-dialog.tsx'

const kinds = ['totp', 'sms', 'email'] as const

/** Second factors: what there is, what could be, recovery codes, and the way to turn it all off. */
export function TwoFactorSection() {
  const { t, language } = useTranslation()
  const status = trpc.auth.twoFactor.status.useQuery()
  const [removing, setRemoving] = useState<SecondFactor | 'all'>()
  const setup = trpc.auth.twoFactor.setup.useMutation({
    onError: (error) => showToast({ tone: 'error', text: errorText(error, t, language) }),
  })
  if (status.error) {
    return (
      <Section title={t('twoFactor.title')}>
        <ListError error={status.error} onRetry={() => void status.refetch()} />
      </Section>
    )
  }
  if (!status.data) {
    return (
      <Section title={t('twoFactor.title')} lead={t('twoFactor.lead')}>
        <Skeleton className="h-70 rounded-lg" />
      </Section>
    )
  }
  const { factors, hasPhone } = status.data
  const isOn = factors.length > 0
  return (
    <Section
      title={t('twoFactor.title')}
      aside={<Badge tone={isOn ? 'accent' : 'sun'}>{t(isOn ? 'twoFactor.on' : 'twoFactor.off')}</Badge>}
      lead={t('twoFactor.lead')}
    >
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {kinds.map((kind) => (
          <FactorRow
            key={kind}
            kind={kind}
            factor={factors.find((factor) => factor.kind === kind)}
            isOnly={factors.length === 1}
            isPossible={kind !== 'sms' || hasPhone}
            pending={setup.isPending && setup.variables.kind === kind}
            onSetUp={() => setup.mutate({ kind })}
            onRemove={() => setRemoving(kind)}
          />
        ))}
        {isOn && <RecoveryRow status={status.data} />}
      </ul>
      {isOn && (
        <div className="mt-3">
          <Button tone="quiet" onClick={() => setRemoving('all')}>
            {t('twoFactor.disable')}
          </Button>
        </div>
      )}
      {setup.data && <SetupDialog setup={setup.data} onClose={setup.reset} />}
      {removing && <RemovalDialog what={removing} factors={factors} onClose={() => setRemoving(undefined)} />}
    </Section>
  )
}
