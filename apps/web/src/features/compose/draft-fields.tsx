import { milestones } from '@kinkeep/contracts/keep-kinds'
import { limits } from '@kinkeep/contracts/limits'
import { Select } from '@kinkeep/ui/select'
import { TextField } from '@kinkeep/ui/text-field'
import { Textarea } from '@kinkeep/ui/textarea'
import type { FormErrors } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { DateField } from '../dates/date-field.tsx'
import type { Draft } from './draft.ts'
import type { DraftField } from './find-draft-errors.ts'

export interface DraftFieldsProps {
  draft: Draft
  errors: FormErrors<DraftField>
  /** The last day that can be chosen. */
  today: string
  onChange: (change: Partial<Draft>) => void
}

/** The words and the day of a draft; what is asked depends on its kind. */
export function DraftFields({ draft, errors, today, onChange }: DraftFieldsProps) {
  const { t } = useTranslation()
  const { kind } = draft
  const body = kind === 'note' ? 'compose.note' : kind === 'media' ? 'compose.caption' : 'compose.story'
  return (
    <>
      {kind === 'milestone' && (
        <Select
          name="milestone"
          label={t('compose.milestone')}
          hint={null}
          error={null}
          value={draft.milestone}
          onChange={({ target }) => {
            const milestone = milestones.find((each) => each === target.value)
            if (milestone) onChange({ milestone })
          }}
          options={milestones.map((value) => ({ value, label: t(`timeline.milestones.${value}`) }))}
        />
      )}
      {kind !== 'media' && (
        <TextField
          name="title"
          label={t('compose.keepTitle')}
          hint={t('compose.titleHint')}
          error={errors.of('title')}
          value={draft.title}
          maxLength={limits.keepTitleLength}
          onChange={({ target }) => onChange({ title: target.value })}
        />
      )}
      <Textarea
        name="body"
        label={t(body)}
        hint={kind === 'note' ? null : t('compose.captionHint')}
        error={errors.of('body', { required: t('compose.needsNote') })}
        value={draft.body}
        rows={kind === 'note' ? 6 : 2}
        maxLength={limits.keepBodyLength}
        onChange={({ target }) => onChange({ body: target.value })}
      />
      <DateField
        value={{ precision: draft.precision, day: draft.day, time: draft.time }}
        today={today}
        hint={t(kind === 'media' || draft.photos.length > 0 ? 'compose.photoDateHint' : 'compose.dateHint')}
        error={errors.of('happenedAt', { invalid: t('compose.futureDate') })}
        onChange={onChange}
      />
    </>
  )
}
