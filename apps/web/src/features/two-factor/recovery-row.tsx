import { limits } from '@kinkeep/contracts/limits'
import type { TwoFactorStatus } from '@kinkeep/contracts/two-factor'
import { Button } from '@kinkeep/ui/button'
import { ConfirmDialog } from '@kinkeep/ui/confirm-dialog'
import { Dialog } from '@kinkeep/ui/dialog'
import { LifeBuoy } from 'lucide-react'
import { useState } from 'react'
import { errorText } from '../../lib/error-text.ts'
import { formatDate } from '../../lib/format.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { RecoveryCodes } from './recovery-codes.tsx'

/** How many recovery codes are left, and the way to new ones. */
export function RecoveryRow({ status }: { status: TwoFactorStatus }) {
  const { t, language } = useTranslation()
  const cache = trpc.useUtils()
  const [isAsking, setAsking] = useState(false)
  const [isReminded, setReminded] = useState(false)
  const make = trpc.auth.twoFactor.generateRecoveryCodes.useMutation({
    onSuccess: async () => {
      setAsking(false)
      await cache.auth.twoFactor.status.invalidate()
    },
  })
  const { recoveryCodesLeft: left, recoveryCodesMadeAt: madeAt } = status
  const isLow = left <= limits.recoveryCodesLow
  const forget = () => {
    setReminded(false)
    make.reset()
  }
  return (
    <li className="flex items-start gap-4 py-4 pr-3 pl-4 sm:pl-5">
      <LifeBuoy size={22} className="mt-0.5 shrink-0 text-accent" aria-hidden="true" />
      <div className="min-w-0 grow">
        <p className="font-medium">{t('twoFactor.recovery.title')}</p>
        <p className={`mt-0.5 text-sm ${isLow ? 'text-danger' : 'text-muted'}`}>
          {left === 0 ? t('twoFactor.recovery.none') : t('twoFactor.recovery.left', { count: left })}{' '}
          {isLow && t('twoFactor.recovery.few')}{' '}
          {!isLow && madeAt && t('twoFactor.recovery.made', { date: formatDate(madeAt, language) })}
        </p>
        <div className="mt-3">
          <Button tone="secondary" onClick={() => setAsking(true)}>
            {t('twoFactor.recovery.make')}
          </Button>
        </div>
      </div>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={t('twoFactor.recovery.makeTitle')}
        description={t('twoFactor.recovery.makeText')}
        confirmLabel={t('twoFactor.recovery.make')}
        cancelLabel={t('actions.cancel')}
        tone="primary"
        pending={make.isPending}
        error={make.error && errorText(make.error, t, language)}
        onConfirm={() => make.mutate()}
      />
      <Dialog
        open={make.data !== undefined}
        onOpenChange={(open) => !open && setReminded(true)}
        title={t('twoFactor.recovery.storeTitle')}
        description={t('twoFactor.recovery.storeText')}
        closeLabel={t('actions.close')}
      >
        {make.data && (
          <RecoveryCodes codes={make.data.recoveryCodes} isReminded={isReminded} onStored={forget} />
        )}
      </Dialog>
    </li>
  )
}
