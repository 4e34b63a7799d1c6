import type { IdentityView } from '@kinkeep/contracts/identities'
import type { FlowProblem, IdentityProviderId } from '@kinkeep/contracts/identity-providers'
import { Button } from '@kinkeep/ui/button'
import { ConfirmDialog } from '@kinkeep/ui/confirm-dialog'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { useState } from 'react'
import { ListError } from '../../components/list-error.tsx'
import { Section } from '../../components/section.tsx'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { BeginMerge } from './begin-merge.tsx'
import { FlowProblemNote } from './flow-problem-note.tsx'
import { IdentityRow } from './identity-row.tsx'
import { journeyUrl } from './journey-url.ts'
import { ProviderMark } from './provider-mark.tsx'
import { providerNames } from './provider-names.ts'

export interface IdentitiesSectionProps {
  /** Why the last journey came back with empty hands. */
  problem?: FlowProblem | undefined
  /** What somebody signed in for to link. */
  linking?: IdentityProviderId | undefined
}

/** Who else may vouch for a person: which there are, one more, one less; and making two accounts one. */
export function IdentitiesSection({ problem, linking }: IdentitiesSectionProps) {
  const { t, language } = useTranslation()
  const providers = trpc.auth.identities.providers.useQuery()
  const identities = trpc.auth.identities.list.useQuery()
  const [leaving, setLeaving] = useState<IdentityView>()
  const utils = trpc.useUtils()
  const unlink = trpc.auth.identities.unlink.useMutation({
    onSuccess: async () => {
      setLeaving(undefined)
      await utils.auth.identities.list.invalidate()
    },
  })
  const items = identities.data?.items
  const offered = providers.data?.items ?? []

  return (
    <Section title={t('identities.title')} lead={t('identities.lead')}>
      <FlowProblemNote problem={problem} />
      {identities.error && <ListError error={identities.error} onRetry={() => void identities.refetch()} />}
      {!items && !identities.error && <Skeleton className="h-18" />}
      {items?.length === 0 && <p className="text-muted text-sm">{t('identities.empty')}</p>}
      {items && items.length > 0 && (
        <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
          {items.map((identity) => (
            <IdentityRow key={identity.id} identity={identity} onUnlink={() => setLeaving(identity)} />
          ))}
        </ul>
      )}
      {linking && (
        <p className="mt-4 text-sm">{t('identities.linking', { provider: providerNames[linking] })}</p>
      )}
      {offered.length > 0 && (
        <ul className="mt-4 flex flex-wrap gap-3">
          {offered.map(({ provider }) => (
            <li key={provider}>
              <Button asChild tone={provider === linking ? 'primary' : 'secondary'}>
                <a href={journeyUrl(provider, { purpose: 'link' })}>
                  <ProviderMark provider={provider} />
                  {t('identities.link', { provider: providerNames[provider] })}
                </a>
              </Button>
            </li>
          ))}
        </ul>
      )}
      <h3 className="mt-8 font-semibold">{t('merge.title')}</h3>
      <p className="mt-1 mb-3 text-muted text-sm">{t('merge.lead')}</p>
      <BeginMerge />
      <ConfirmDialog
        open={leaving !== undefined}
        onOpenChange={(open) => {
          if (open) return
          setLeaving(undefined)
          unlink.reset()
        }}
        title={t('identities.unlinkTitle', { provider: leaving ? providerNames[leaving.provider] : '' })}
        description={t('identities.unlinkLead')}
        confirmLabel={t('identities.unlink')}
        cancelLabel={t('identities.cancel')}
        pending={unlink.isPending}
        error={unlink.error && errorText(unlink.error, t, language)}
        onConfirm={() => leaving && unlink.mutate({ identityId: leaving.id })}
      />
    </Section>
  )
}
