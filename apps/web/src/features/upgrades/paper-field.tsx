import { consentPaperTypes } from '@kinkeep/contracts/consent'
import { limits } from '@kinkeep/contracts/limits'
import { Button } from '@kinkeep/ui/button'
import { Upload } from 'lucide-react'
import { type ChangeEvent, useRef, useState } from 'react'
import { formatBytes } from '../../lib/format.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { type PaperTrouble, troubleOf } from './send-paper.ts'

export interface PaperFieldProps {
  paper: File | null
  onChoose: (paper: File | null) => void
  error: string | null
}

/** The signed form: a scan, or a photo of it. */
export function PaperField({ paper, onChoose, error }: PaperFieldProps) {
  const { t, language } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  const [trouble, setTrouble] = useState<PaperTrouble | null>(null)
  const size = formatBytes(limits.consentPaperBytes, language)
  const choose = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [file] = target.files ?? []
    target.value = ''
    if (!file) return
    const found = troubleOf(file)
    setTrouble(found)
    onChoose(found ? null : file)
  }
  const said = trouble ? t(`upgrades.troubles.${trouble}`, { size }) : error
  return (
    <div>
      <input
        ref={input}
        type="file"
        aria-label={t('upgrades.paper')}
        accept={[...consentPaperTypes, '.heic', '.heif'].join()}
        hidden
        onChange={choose}
      />
      <Button tone="secondary" onClick={() => input.current?.click()}>
        <Upload size={18} aria-hidden="true" />
        {t(paper ? 'upgrades.otherPaper' : 'upgrades.choosePaper')}
      </Button>
      <p className="mt-2 break-words text-muted text-sm" aria-live="polite">
        {paper ? paper.name : t('upgrades.paperHint', { size })}
      </p>
      <p role="alert" className="mt-1 text-danger text-sm empty:hidden">
        {said}
      </p>
    </div>
  )
}
