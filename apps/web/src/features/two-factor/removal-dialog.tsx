import type { SecondFactor } from '@kinkeep/contracts/second-factors'
import type { FactorProof as Proof, TwoFactorStatus } from '@kinkeep/contracts/two-factor'
import { Dialog } from '@kinkeep/ui/dialog'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { FactorProof } from './factor-proof.tsx'

export interface RemovalDialogProps {
  what: SecondFactor | 'all'
  factors: TwoFactorStatus['factors']
  onClose: () => void
}

/** Takes one factor away, or all, once a fresh code shows that it is its owner who asks. */
export function RemovalDialog({ what, factors, onClose }: RemovalDialogProps) {
  const { t } = useTranslation()
  const cache = trpc.useUtils()
  const done = async (text: string) => {
    showToast({ tone: 'done', text })
    onClose()
    await Promise.all([cache.auth.twoFactor.status.invalidate(), cache.auth.trustedDevices.list.invalidate()])
  }
  const remove = trpc.auth.twoFactor.removeMethod.useMutation({
    onSuccess: () => done(t('twoFactor.removed')),
  })
  const disable = trpc.auth.twoFactor.disable.useMutation({ onSuccess: () => done(t('twoFactor.disabled')) })
  const isAll = what === 'all'
  const isLast = !isAll && factors.length === 1
  const prove = (proof: Proof) => (isAll ? disable.mutate({ proof }) : remove.mutate({ kind: what, proof }))
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={
        isAll ? t('twoFactor.disableTitle') : t('twoFactor.removeTitle', { way: t(`twoFactor.ways.${what}`) })
      }
      description={t(
        isAll ? 'twoFactor.disableText' : isLast ? 'twoFactor.removeLast' : 'twoFactor.removeText',
      )}
      closeLabel={t('actions.close')}
    >
      <FactorProof
        factors={factors
          .toSorted((a, b) => Number(b.isPreferred) - Number(a.isPreferred))
          .map(({ kind }) => kind)}
        confirmLabel={t(isAll ? 'twoFactor.disableConfirm' : 'twoFactor.remove')}
        pending={remove.isPending || disable.isPending}
        error={remove.error ?? disable.error}
        onProof={prove}
      />
    </Dialog>
  )
}
