import {
  type ConsentKind,
  consentKinds,
  consentStatement,
  consentVersion,
  isSameName,
} from '@kinkeep/contracts/consent'
import { limits } from '@kinkeep/contracts/limits'
import { Button } from '@kinkeep/ui/button'
import { Form } from '@kinkeep/ui/form'
import { SegmentedControl } from '@kinkeep/ui/segmented-control'
import { TextField } from '@kinkeep/ui/text-field'
import { useState } from 'react'
import { type FieldErrors, findEmpty, textOf, useFormErrors } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import type { ConsentDraft } from './consent-draft.ts'
import { PaperField } from './paper-field.tsx'

export interface ConsentStepProps {
  childName: string
  circleName: string
  draft: ConsentDraft | undefined
  onDone: (draft: ConsentDraft) => void
  /** With what is filled in so far, right or not. */
  onBack: (draft: ConsentDraft) => void
}

const names = ['guardianName', 'signature', 'witnessName', 'paper'] as const
type Name = (typeof names)[number]

/** What a guardian agrees to, in the language of the page, and how they say so. */
export function ConsentStep({ childName, circleName, draft, onDone, onBack }: ConsentStepProps) {
  const { t, language } = useTranslation()
  const [kind, setKind] = useState<ConsentKind>(draft?.kind ?? 'signature')
  const [guardian, setGuardian] = useState(draft?.guardianName ?? '')
  const [paper, setPaper] = useState<File | null>(draft?.paper ?? null)
  const errors = useFormErrors(names, null)
  const read = (data: FormData): ConsentDraft => ({
    ...{ kind, language, paper: kind === 'paper' ? paper : null },
    guardianName: textOf(data, 'guardianName').trim(),
    signature: textOf(data, 'signature').trim(),
    witnessName: textOf(data, 'witnessName').trim(),
  })
  const submit = (data: FormData) => {
    const filled = read(data)
    const found: FieldErrors<Name> = findEmpty(data, ['guardianName', ...extraOf(kind)])
    if (!found.signature && kind === 'signature' && !isSameName(filled.guardianName, filled.signature))
      found.signature = 'invalid'
    if (!found.witnessName && kind === 'verbal' && isSameName(filled.guardianName, filled.witnessName))
      found.witnessName = 'invalid'
    if (kind === 'paper' && !paper) found.paper = 'required'
    if (errors.accept(found)) onDone(filled)
  }
  const named = { guardian: guardian.trim() || '…', child: childName, circle: circleName }
  return (
    <Form error={null} pending={false} onSubmit={submit}>
      <TextField
        name="guardianName"
        label={t('upgrades.guardian')}
        hint={null}
        error={errors.of('guardianName')}
        value={guardian}
        onChange={(event) => setGuardian(event.currentTarget.value)}
        autoComplete="off"
        maxLength={limits.nameLength}
      />
      <blockquote className="rounded-lg bg-sunk px-4 py-3 text-sm">
        {consentStatement(consentVersion, language, named)}
      </blockquote>
      <SegmentedControl
        label={t('upgrades.how')}
        value={kind}
        options={consentKinds.map((value) => ({ value, label: t(`upgrades.kinds.${value}`) }))}
        onChange={setKind}
      />
      <p className="text-muted text-sm">{t(`upgrades.kindHints.${kind}`)}</p>
      {kind === 'signature' && (
        <TextField
          name="signature"
          label={t('upgrades.signature')}
          hint={t('upgrades.signatureHint')}
          error={errors.of('signature', { invalid: t('upgrades.signatureWrong') })}
          defaultValue={draft?.signature}
          autoComplete="off"
          spellCheck={false}
          maxLength={limits.nameLength}
        />
      )}
      {kind === 'verbal' && (
        <TextField
          name="witnessName"
          label={t('upgrades.witness')}
          hint={t('upgrades.witnessHint')}
          error={errors.of('witnessName', { invalid: t('upgrades.witnessWrong') })}
          defaultValue={draft?.witnessName}
          autoComplete="off"
          maxLength={limits.nameLength}
        />
      )}
      {kind === 'paper' && (
        <PaperField paper={paper} onChoose={setPaper} error={paper ? null : errors.of('paper')} />
      )}
      <div className="flex flex-col gap-3 sm:flex-row-reverse">
        <Button type="submit" wide>
          {t('upgrades.next')}
        </Button>
        <Button
          tone="quiet"
          wide
          onClick={({ currentTarget: { form } }) => onBack(read(new FormData(form ?? undefined)))}
        >
          {t('upgrades.back')}
        </Button>
      </div>
    </Form>
  )
}

function extraOf(kind: ConsentKind): Name[] {
  if (kind === 'paper') return []
  return kind === 'signature' ? ['signature'] : ['witnessName']
}
