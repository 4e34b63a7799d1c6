import { Button } from '@kinkeep/ui/button'
import { Checkbox } from '@kinkeep/ui/checkbox'
import { CircleAlert, Copy, FileDown, Printer } from 'lucide-react'
import { useState } from 'react'
import { copyText } from '../../lib/copy-text.ts'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'

export interface RecoveryCodesProps {
  codes: readonly string[]
  /** The person tried to leave before storing them. */
  isReminded: boolean
  onStored: () => void
}

/** The one time that recovery codes are seen: to copy, to save, to print, and then to go on. */
export function RecoveryCodes({ codes, isReminded, onStored }: RecoveryCodesProps) {
  const { t, language } = useTranslation()
  const [isStored, setStored] = useState(false)
  const [isHurried, setHurried] = useState(false)
  const pdf = trpc.auth.twoFactor.recoveryCodesPdf.useMutation({
    // An attachment: the page stays where it is.
    onSuccess: ({ url }) => window.location.assign(url),
  })
  const copy = async () => {
    if (await copyText(codes.join('\n'))) showToast({ tone: 'done', text: t('twoFactor.recovery.copied') })
    else showToast({ tone: 'error', text: t('twoFactor.recovery.copyFailed') })
  }
  return (
    <div className="flex flex-col gap-5">
      <div data-prints-alone="">
        <p className="mb-4 hidden font-medium print:block">{t('twoFactor.recovery.printTitle')}</p>
        <ul
          aria-label={t('twoFactor.recovery.list')}
          className="grid grid-cols-2 gap-x-4 gap-y-2 rounded-md bg-sunk px-4 py-3 text-center font-medium text-sm tabular-nums max-[24rem]:grid-cols-1"
        >
          {codes.map((code) => (
            <li key={code} className="whitespace-nowrap">
              {code}
            </li>
          ))}
        </ul>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button tone="secondary" onClick={() => void copy()}>
          <Copy size={18} aria-hidden="true" />
          {t('twoFactor.recovery.copy')}
        </Button>
        <Button tone="secondary" pending={pdf.isPending} onClick={() => pdf.mutate({ codes: [...codes] })}>
          <FileDown size={18} aria-hidden="true" />
          {t('twoFactor.recovery.pdf')}
        </Button>
        <Button tone="secondary" onClick={() => window.print()}>
          <Printer size={18} aria-hidden="true" />
          {t('twoFactor.recovery.print')}
        </Button>
      </div>
      <Checkbox
        name="stored"
        label={t('twoFactor.recovery.stored')}
        checked={isStored}
        onChange={(event) => setStored(event.currentTarget.checked)}
      />
      <div role="alert" className="empty:hidden">
        {(pdf.error || ((isReminded || isHurried) && !isStored)) && (
          <p className="flex items-start gap-2.5 rounded-md bg-danger-soft px-4 py-3 text-danger text-sm">
            <CircleAlert size={18} className="mt-0.5 shrink-0" aria-hidden="true" />
            {pdf.error ? errorText(pdf.error, t, language) : t('twoFactor.recovery.storeFirst')}
          </p>
        )}
      </div>
      <Button size="lg" wide onClick={() => (isStored ? onStored() : setHurried(true))}>
        {t('twoFactor.recovery.finish')}
      </Button>
    </div>
  )
}
