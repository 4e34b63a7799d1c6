import type { CodeSent } from '@kinkeep/contracts/phones'
import { Dialog } from '@kinkeep/ui/dialog'
import { useState } from 'react'
import { unbroken } from '../../lib/format.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { PhoneCodeForm } from './phone-code-form.tsx'
import { PhoneForm } from './phone-form.tsx'

export interface LinkPhoneDialogProps {
  /** Whether the number takes another one's place. */
  isChange: boolean
  onClose: () => void
}

/** Adds a number: asks for it, sends a code there, and takes the code. */
export function LinkPhoneDialog({ isChange, onClose }: LinkPhoneDialogProps) {
  const { t } = useTranslation()
  const cache = trpc.useUtils()
  const [sent, setSent] = useState<CodeSent | null>(null)
  const link = trpc.auth.phone.link.useMutation({
    onSuccess: async (status) => {
      cache.auth.phone.status.setData(undefined, status)
      showToast({ tone: 'done', text: t('phone.linked', { number: unbroken(status.phone?.number ?? '') }) })
      onClose()
      await cache.auth.twoFactor.status.invalidate()
    },
  })
  const goOn = (next: CodeSent | null) => {
    link.reset()
    setSent(next)
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t(isChange ? 'phone.changeTitle' : 'phone.addTitle')}
      description={t('phone.dialogText')}
      closeLabel={t('actions.close')}
    >
      {sent ? (
        <PhoneCodeForm
          purpose="link"
          sent={sent}
          submitLabel={t('phone.confirm')}
          error={link.error}
          pending={link.isPending}
          onSubmit={(code) => link.mutate({ codeId: sent.codeId, code })}
          onSent={goOn}
          onOtherNumber={() => goOn(null)}
        />
      ) : (
        <PhoneForm purpose="link" onSent={goOn} />
      )}
    </Dialog>
  )
}
