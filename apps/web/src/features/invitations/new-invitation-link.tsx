import { Button } from '@kinkeep/ui/button'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { TextField } from '@kinkeep/ui/text-field'
import { Check, Copy, Printer, Share2 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { invitationPath } from './invitation-path.ts'

const QrPicture = lazy(() => import('../two-factor/qr-picture.tsx'))

export interface NewInvitationLinkProps {
  token: string
  circleName: string
  onClose: () => void
}

/** The link and its picture, to be copied, sent, scanned or printed now: it cannot be seen again. */
export function NewInvitationLink({ token, circleName: circle, onClose }: NewInvitationLinkProps) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  const url = location.origin + invitationPath(token)
  const copy = () =>
    navigator.clipboard.writeText(url).then(
      () => setCopied(true),
      () => undefined,
    )
  // Whoever closes the sheet of their phone without sending has changed their mind, and that is all.
  const share = () =>
    navigator
      .share({ title: t('invite.shareTitle', { circle }), text: t('invite.shareText', { circle }), url })
      .catch(() => undefined)
  return (
    <div className="flex flex-col gap-5">
      <TextField
        name="link"
        label={t('invite.link')}
        hint={null}
        error={null}
        value={url}
        readOnly
        autoComplete="off"
        spellCheck={false}
        onFocus={(event) => event.currentTarget.select()}
      />
      <div className="flex flex-wrap gap-3">
        <Button onClick={() => void copy()}>
          {copied ? <Check size={18} aria-hidden="true" /> : <Copy size={18} aria-hidden="true" />}
          <span aria-live="polite">{copied ? t('invite.copied') : t('invite.copy')}</span>
        </Button>
        {'share' in navigator && (
          <Button tone="secondary" onClick={() => void share()}>
            <Share2 size={18} aria-hidden="true" />
            {t('invite.share')}
          </Button>
        )}
        <Button tone="secondary" onClick={() => window.print()}>
          <Printer size={18} aria-hidden="true" />
          {t('invite.print')}
        </Button>
      </div>
      <div data-prints-alone="" className="[&_svg]:max-w-72 print:[&_svg]:max-w-120">
        <p className="mb-4 hidden text-center text-xl print:block">{t('invite.printTitle', { circle })}</p>
        <Suspense fallback={<Skeleton className="mx-auto aspect-square w-full max-w-72" />}>
          <QrPicture text={url} label={t('invite.qrLabel', { circle })} />
        </Suspense>
        <p className="mt-4 hidden text-center print:block">{t('invite.printText')}</p>
        <p className="mt-2 hidden break-all text-center text-sm print:block">{url}</p>
      </div>
      <Button tone="quiet" onClick={onClose}>
        {t('invite.done')}
      </Button>
    </div>
  )
}
