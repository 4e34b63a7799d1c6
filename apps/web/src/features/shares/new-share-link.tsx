import type { ShareLinkView } from '@kinkeep/contracts/share-links'
import { Button } from '@kinkeep/ui/button'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { TextField } from '@kinkeep/ui/text-field'
import { Check, Copy, QrCode, Share2 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { formatDate } from '../../lib/format.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'

const QrPicture = lazy(() => import('../two-factor/qr-picture.tsx'))

export interface NewShareLinkProps {
  token: string
  link: ShareLinkView
  onClose: () => void
}

/** The link, to be sent now in whatever way people talk: it cannot be seen again. */
export function NewShareLink({ token, link, onClose }: NewShareLinkProps) {
  const { t, language } = useTranslation()
  const [copied, setCopied] = useState(false)
  const [asPicture, setAsPicture] = useState(false)
  const url = `${location.origin}/s/${token}`
  const copy = () =>
    navigator.clipboard.writeText(url).then(
      () => setCopied(true),
      () => undefined,
    )
  // Whoever closes the sheet of their phone without sending has changed their mind, and that is all.
  const share = () => navigator.share({ title: link.title ?? t('app.name'), url }).catch(() => undefined)
  return (
    <div className="flex flex-col gap-5">
      <TextField
        name="link"
        label={t('shares.link')}
        hint={t('shares.until', { date: formatDate(link.expiresAt, language) })}
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
          <span aria-live="polite">{copied ? t('shares.copied') : t('shares.copy')}</span>
        </Button>
        {'share' in navigator && (
          <Button tone="secondary" onClick={() => void share()}>
            <Share2 size={18} aria-hidden="true" />
            {t('shares.send')}
          </Button>
        )}
        {!asPicture && (
          <Button tone="secondary" onClick={() => setAsPicture(true)}>
            <QrCode size={18} aria-hidden="true" />
            {t('shares.qr')}
          </Button>
        )}
      </div>
      {asPicture && (
        <Suspense fallback={<Skeleton className="mx-auto size-56 rounded-md" />}>
          <QrPicture text={url} label={t('shares.qrLabel')} />
        </Suspense>
      )}
      <Button tone="quiet" onClick={onClose}>
        {t('shares.done')}
      </Button>
    </div>
  )
}
