import { Button } from '@kinkeep/ui/button'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { TextField } from '@kinkeep/ui/text-field'
import { Check, Copy, QrCode, Share2 } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { copyText } from '../lib/copy-text.ts'
import { useTranslation } from '../lib/i18n/use-translation.ts'

const QrPicture = lazy(() => import('./qr-picture.tsx'))

export interface ShownOnceProps {
  label: string
  hint?: string
  value: string
  /** How it is sent on by the phone's own sheet, where there is one. */
  share?: { title: string; text?: string }
  /** What says it as a picture to be scanned, where somebody wants one. */
  picture?: { ask: string; label: string }
  /** More that can be done with it. */
  actions?: ReactNode
  /** Below what can be done. */
  children?: ReactNode
  onClose: () => void
}

/** A link or a token, to be copied or sent on now: it cannot be seen again. */
export function ShownOnce(props: ShownOnceProps) {
  const { label, hint, value, share, picture, actions, children, onClose } = props
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  const [asPicture, setAsPicture] = useState(false)
  const copy = async () => setCopied(await copyText(value))
  // Whoever closes the sheet of their phone without sending has changed their mind, and that is all.
  const send = () => navigator.share({ ...share, url: value }).catch(() => undefined)
  return (
    <div className="flex flex-col gap-5">
      <TextField
        name="shownOnce"
        label={label}
        hint={hint ?? null}
        error={null}
        value={value}
        readOnly
        autoFocus
        autoComplete="off"
        spellCheck={false}
        onFocus={(event) => event.currentTarget.select()}
      />
      <div className="flex flex-wrap gap-3">
        <Button onClick={() => void copy()}>
          {copied ? <Check size={18} aria-hidden="true" /> : <Copy size={18} aria-hidden="true" />}
          <span aria-live="polite">{copied ? t('actions.copied') : t('actions.copy')}</span>
        </Button>
        {share && 'share' in navigator && (
          <Button tone="secondary" onClick={() => void send()}>
            <Share2 size={18} aria-hidden="true" />
            {t('actions.share')}
          </Button>
        )}
        {picture && !asPicture && (
          <Button tone="secondary" onClick={() => setAsPicture(true)}>
            <QrCode size={18} aria-hidden="true" />
            {picture.ask}
          </Button>
        )}
        {actions}
      </div>
      {picture && asPicture && (
        <Suspense fallback={<Skeleton className="mx-auto size-56 rounded-md" />}>
          <QrPicture text={value} label={picture.label} />
        </Suspense>
      )}
      {children}
      <Button tone="quiet" onClick={onClose}>
        {t('actions.done')}
      </Button>
    </div>
  )
}
