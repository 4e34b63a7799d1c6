import type { FactorSetup } from '@kinkeep/contracts/two-factor'
import { Dialog } from '@kinkeep/ui/dialog'
import { useState } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { RecoveryCodes } from './recovery-codes.tsx'
import { SetupSent } from './setup-sent.tsx'
import { SetupTotp } from './setup-totp.tsx'

export interface SetupDialogProps {
  setup: FactorSetup
  onClose: () => void
}

const titles = {
  totp: 'twoFactor.setup.totpTitle',
  sms: 'twoFactor.setup.sentTitleSms',
  email: 'twoFactor.setup.sentTitleEmail',
} as const

/** From the key or code to a factor that works, and, with the first one, to recovery codes that are stored. */
export function SetupDialog({ setup, onClose }: SetupDialogProps) {
  const { t } = useTranslation()
  const cache = trpc.useUtils()
  const [codes, setCodes] = useState<readonly string[]>()
  const [isReminded, setReminded] = useState(false)

  const finish = () => {
    showToast({ tone: 'done', text: t('twoFactor.setup.done') })
    onClose()
  }
  const confirmed = async (recoveryCodes: readonly string[] | null) => {
    if (recoveryCodes) setCodes(recoveryCodes)
    else finish()
    await cache.auth.twoFactor.status.invalidate()
  }
  // Codes that were not stored are gone: leaving by accident must not lose them.
  const leave = () => (codes ? setReminded(true) : onClose())
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && leave()}
      title={t(codes ? 'twoFactor.recovery.storeTitle' : titles[setup.kind])}
      description={codes ? t('twoFactor.recovery.storeText') : null}
      closeLabel={t('actions.close')}
    >
      {codes ? (
        <RecoveryCodes codes={codes} isReminded={isReminded} onStored={finish} />
      ) : setup.kind === 'totp' ? (
        <SetupTotp setup={setup} onConfirmed={confirmed} />
      ) : (
        <SetupSent setup={setup} onConfirmed={confirmed} />
      )}
    </Dialog>
  )
}
