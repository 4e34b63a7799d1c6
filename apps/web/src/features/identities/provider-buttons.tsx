import { Button } from '@kinkeep/ui/button'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { journeyUrl } from './journey-url.ts'
import { ProviderMark } from './provider-mark.tsx'
import { providerNames } from './provider-names.ts'

export interface ProviderButtonsProps {
  redirect: string | undefined
  /** Read when somebody leaves: whether the session is to outlive the browser. */
  remember?: () => boolean
}

/** The ways in by way of others; nothing where this Kinkeep has none. */
export function ProviderButtons({ redirect, remember }: ProviderButtonsProps) {
  const { t } = useTranslation()
  const providers = trpc.auth.identities.providers.useQuery(undefined, {
    staleTime: Number.POSITIVE_INFINITY,
  })
  const items = providers.data?.items ?? []
  if (items.length === 0) return null
  return (
    <section aria-label={t('identities.waysIn')} className="mt-6">
      <p className="mb-3 flex items-center gap-3 text-muted text-sm before:h-px before:grow before:bg-line after:h-px after:grow after:bg-line">
        {t('identities.or')}
      </p>
      <ul className="grid gap-3 sm:grid-cols-2">
        {items.map(({ provider }) => (
          <li key={provider} className="grid">
            <Button asChild tone="secondary">
              <a
                href={journeyUrl(provider, { purpose: 'sign_in', redirect })}
                aria-label={t('identities.signInWith', { provider: providerNames[provider] })}
                onClick={(event) => {
                  const chosen = { purpose: 'sign_in', redirect, remember: remember?.() ?? true } as const
                  event.currentTarget.href = journeyUrl(provider, chosen)
                }}
              >
                <ProviderMark provider={provider} />
                {providerNames[provider]}
              </a>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
