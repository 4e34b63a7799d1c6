import type { IdentityView } from '@kinkeep/contracts/identities'
import { Button } from '@kinkeep/ui/button'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { ProviderMark } from './provider-mark.tsx'
import { providerNames } from './provider-names.ts'

/** One linked identity, with the way to forget it. */
export function IdentityRow({ identity, onUnlink }: { identity: IdentityView; onUnlink: () => void }) {
  const { t, language } = useTranslation()
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium' })
  const provider = providerNames[identity.provider]
  return (
    <li className="flex items-center gap-4 px-4 py-3 sm:px-5">
      <ProviderMark provider={identity.provider} />
      <div className="min-w-0 grow">
        <p className="truncate font-medium">{provider}</p>
        <p className="truncate text-muted text-sm">
          {[identity.label, t('identities.usedAt', { date: day.format(new Date(identity.usedAt)) })]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      <Button
        tone="quiet"
        aria-label={t('identities.unlinkOne', { provider, label: identity.label ?? '' })}
        onClick={onUnlink}
      >
        {t('identities.unlink')}
      </Button>
    </li>
  )
}
