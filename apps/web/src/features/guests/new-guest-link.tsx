import { Button } from '@kinkeep/ui/button'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { TextField } from '@kinkeep/ui/text-field'
import { Check, Copy, QrCode, Share2 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'

const QrPicture = lazy(() => import('../two-factor/qr-picture.tsx'))

export interface NewGuestLinkProps {
  token: string
  /** The guest's. */
  name: string
  circleName: string
  onClose: () => void
}

/** The link, to be sent now in whatever way the family talks: it cannot be seen again. */
export function NewGuestLink({ token, name, circleName, onClose }: NewGuestLinkProps) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  const [asPicture, setAsPicture] = useState(false)
  const url = `${location.origin}/g/${token}`
  const copy = async () => {
    await navigator.clipboard.writeText(url).then(
      () => setCopied(true),
      () => undefined,
    )
  }
  // Whoever closes the sheet of their phone without sending has changed their mind, and that is all.
  const share = () =>
    navigator.share({ title: t('guests.shareTitle', { circle: circleName }), url }).catch(() => undefined)
  return (
    <div className="flex flex-col gap-5">
      <TextField
        name="link"
        label={t('guests.link')}
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
          <span aria-live="polite">{copied ? t('guests.copied') : t('guests.copy')}</span>
        </Button>
        {'share' in navigator && (
          <Button tone="secondary" onClick={() => void share()}>
            <Share2 size={18} aria-hidden="true" />
            {t('guests.share')}
          </Button>
        )}
        {!asPicture && (
          <Button tone="secondary" onClick={() => setAsPicture(true)}>
            <QrCode size={18} aria-hidden="true" />
            {t('guests.qr')}
          </Button>
        )}
      </div>
      {asPicture && (
        <Suspense fallback={<Skeleton className="mx-auto size-56 rounded-md" />}>
          <QrPicture text={url} label={t('guests.qrLabel', { name })} />
        </Suspense>
      )}
      <Button tone="quiet" onClick={onClose}>
        {t('guests.done')}
      </Button>
    </div>
  )
}
