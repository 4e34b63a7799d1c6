import { Button } from '@kinkeep/ui/button'
import { TextField } from '@kinkeep/ui/text-field'
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'

export interface NewTokenProps {
  token: string
  onClose: () => void
}

/** The token, to be copied now: it cannot be seen again. */
export function NewToken({ token, onClose }: NewTokenProps) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(token).then(
      () => setCopied(true),
      () => undefined,
    )
  }
  return (
    <div className="flex flex-col gap-5">
      <TextField
        name="token"
        label={t('security.tokens.token')}
        hint={null}
        error={null}
        value={token}
        readOnly
        autoFocus
        autoComplete="off"
        spellCheck={false}
        onFocus={(event) => event.currentTarget.select()}
      />
      <div className="flex flex-wrap gap-3">
        <Button onClick={() => void copy()}>
          {copied ? <Check size={18} aria-hidden="true" /> : <Copy size={18} aria-hidden="true" />}
          <span aria-live="polite">{copied ? t('security.tokens.copied') : t('security.tokens.copy')}</span>
        </Button>
        <Button tone="secondary" onClick={onClose}>
          {t('security.tokens.done')}
        </Button>
      </div>
    </div>
  )
}
