import type { ChildView } from '@kinkeep/contracts/children'
import type { CircleView } from '@kinkeep/contracts/circles'
import { consentStatement } from '@kinkeep/contracts/consent'
import type { UpgradeAuditView, UpgradeView } from '@kinkeep/contracts/upgrades'
import { Button } from '@kinkeep/ui/button'
import { Download } from 'lucide-react'
import { errorText } from '../../lib/error-text.ts'
import { formatBytes, formatDate } from '../../lib/format.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'

export interface UpgradeTrailProps {
  circle: Pick<CircleView, 'id' | 'name'>
  child: Pick<ChildView, 'id' | 'name'>
  upgrade: UpgradeView
  entries: UpgradeAuditView['items']
}

/** What was agreed to, and who did what, when. */
export function UpgradeTrail({ circle, child, upgrade, entries }: UpgradeTrailProps) {
  const { t, language } = useTranslation()
  const { consent } = upgrade
  const guardian = consent.guardianName ?? t('upgrades.somebody')
  const named = { guardian, child: child.name, circle: circle.name }
  return (
    <details className="mt-5 rounded-lg border border-line">
      <summary className="min-h-11 cursor-pointer rounded-lg px-4 py-3 font-medium text-sm">
        {t('upgrades.trail')}
      </summary>
      <div className="border-line border-t px-4 py-4 text-sm">
        <p className="font-medium">
          {t(`upgrades.consented.${consent.kind}`, {
            name: guardian,
            witness: consent.witnessName ?? t('upgrades.somebody'),
            date: formatDate(consent.at, language),
          })}
        </p>
        <blockquote lang={consent.language} className="mt-2 border-line border-l-2 pl-3 text-muted">
          {consentStatement(consent.version, consent.language, named)}
        </blockquote>
        {consent.paperBytes !== null && (
          <Paper circle={circle} upgrade={upgrade} bytes={consent.paperBytes} />
        )}
        <ol className="mt-4 divide-y divide-line">
          {entries.map(({ id, action, by, at }) => (
            <li key={id} className="flex flex-col justify-between gap-x-4 py-2 sm:flex-row sm:items-baseline">
              <span>
                {t(`upgrades.actions.${action}`)}
                {by !== null && <span className="text-muted">, {by}</span>}
              </span>
              <time dateTime={at} className="shrink-0 text-muted">
                {formatDate(at, language)}
              </time>
            </li>
          ))}
        </ol>
      </div>
    </details>
  )
}

function Paper({
  circle,
  upgrade,
  bytes,
}: Pick<UpgradeTrailProps, 'circle' | 'upgrade'> & { bytes: number }) {
  const { t, language } = useTranslation()
  const read = trpc.circles.children.readConsentPaper.useMutation({
    gcTime: 0,
    onSuccess: ({ url }) => location.assign(url),
    onError: (error) => showToast({ tone: 'error', text: errorText(error, t, language) }),
  })
  return (
    <div className="mt-3">
      <Button
        tone="secondary"
        pending={read.isPending}
        onClick={() => read.mutate({ circleId: circle.id, childId: upgrade.childId, upgradeId: upgrade.id })}
      >
        <Download size={18} aria-hidden="true" />
        {t('upgrades.download', { size: formatBytes(bytes, language) })}
      </Button>
    </div>
  )
}
