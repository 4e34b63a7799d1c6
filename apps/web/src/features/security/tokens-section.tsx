import { limits } from '@kinkeep/contracts/limits'
import type { TokenView } from '@kinkeep/contracts/sessions'
import { Button } from '@kinkeep/ui/button'
import { ConfirmDialog } from '@kinkeep/ui/confirm-dialog'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { ListError } from '../../components/list-error.tsx'
import { Section } from '../../components/section.tsx'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { CreateTokenDialog } from './create-token-dialog.tsx'
import { TokenRow } from './token-row.tsx'

/** What programs may do in one's name: for those who write some. */
export function TokensSection() {
  const { t, language } = useTranslation()
  const cache = trpc.useUtils()
  const tokens = trpc.auth.tokens.list.useQuery()
  const [creating, setCreating] = useState(false)
  const [asked, setAsked] = useState<TokenView>()
  const revoke = trpc.auth.tokens.revoke.useMutation({
    onSuccess: async () => {
      setAsked(undefined)
      showToast({ tone: 'done', text: t('security.tokens.revoked') })
      await cache.auth.tokens.list.invalidate()
    },
  })
  const items = tokens.data?.items
  return (
    <Section title={t('security.tokens.title')} lead={t('security.tokens.lead')}>
      {tokens.error && <ListError error={tokens.error} onRetry={() => void tokens.refetch()} />}
      {!items && !tokens.error && <Skeleton className="h-18 rounded-lg" />}
      {items?.length === 0 && <p className="text-sm">{t('security.tokens.none')}</p>}
      {items && items.length > 0 && (
        <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
          {items.map((token) => (
            <TokenRow
              key={token.id}
              token={token}
              now={new Date(tokens.dataUpdatedAt)}
              onRevoke={() => setAsked(token)}
            />
          ))}
        </ul>
      )}
      {items && items.length < limits.accessTokensPerUser && (
        <div className="mt-4">
          <Button tone="secondary" onClick={() => setCreating(true)}>
            <Plus size={20} aria-hidden="true" />
            {t('security.tokens.create')}
          </Button>
        </div>
      )}
      {creating && <CreateTokenDialog onClose={() => setCreating(false)} />}
      <ConfirmDialog
        open={asked !== undefined}
        onOpenChange={(open) => {
          if (open) return
          setAsked(undefined)
          revoke.reset()
        }}
        title={t('security.tokens.revokeTitle', { name: asked?.name ?? '' })}
        description={t('security.tokens.revokeText')}
        confirmLabel={t('security.tokens.confirm')}
        cancelLabel={t('actions.cancel')}
        pending={revoke.isPending}
        error={revoke.error && errorText(revoke.error, t, language)}
        onConfirm={() => asked && revoke.mutate({ tokenId: asked.id })}
      />
    </Section>
  )
}
