import { Button } from '@kinkeep/ui/button'
import { Checkbox } from '@kinkeep/ui/checkbox'
import { Dialog } from '@kinkeep/ui/dialog'
import { Form } from '@kinkeep/ui/form'
import { SegmentedControl } from '@kinkeep/ui/segmented-control'
import { Select } from '@kinkeep/ui/select'
import { TextField } from '@kinkeep/ui/text-field'
import { useState } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { today } from '../timeline/wall-date.ts'
import { ChangePreview } from './change-preview.tsx'
import { offsetText } from './change-text.ts'
import { DateField } from './date-field.tsx'
import { fixKinds, newToldChange, type ToldChange, toChange, zones } from './told-change.ts'
import { useDateChange } from './use-date-change.ts'

export interface FixDatesDialogProps {
  circleId: string
  keepIds: string[]
  onClose: () => void
  onDone: () => void
}

/** Dates of many keeps at once: one for all, moved, or in another zone; with what becomes of them before it is done. */
export function FixDatesDialog({ circleId, keepIds, onClose, onDone }: FixDatesDialogProps) {
  const { t } = useTranslation()
  const [told, setTold] = useState<ToldChange>(newToldChange)
  const tell = (some: Partial<ToldChange>) => setTold((now) => ({ ...now, ...some }))
  const change = toChange(told)
  const isAhead = told.kind === 'set' && told.date.day > today()
  const apply = useDateChange(circleId, onDone)
  const isReady = change !== undefined && !isAhead
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('dates.fixTitle', { count: keepIds.length })}
      description={null}
      closeLabel={t('actions.close')}
      size="lg"
    >
      <Form
        error={null}
        pending={apply.isPending}
        label={t('dates.fixTitle', { count: keepIds.length })}
        onSubmit={() => isReady && apply.mutate({ keepIds, change })}
      >
        <SegmentedControl
          label={t('dates.what')}
          hideLabel
          value={told.kind}
          options={fixKinds.map((value) => ({ value, label: t(`dates.kinds.${value}`) }))}
          onChange={(kind) => tell({ kind })}
        />
        <p className="text-muted text-sm">{t(`dates.hints.${told.kind}`)}</p>
        {told.kind === 'set' && (
          <>
            <DateField
              value={told.date}
              today={today()}
              hint={null}
              error={isAhead ? t('compose.futureDate') : null}
              onChange={(date) => tell({ date })}
            />
            {told.date.precision === 'day' && told.date.time === '' && (
              <Checkbox
                name="keepsTime"
                label={t('dates.keepsTime')}
                checked={told.keepsTime}
                onChange={({ target }) => tell({ keepsTime: target.checked })}
              />
            )}
          </>
        )}
        {told.kind === 'shift' && <ShiftFields told={told} onTell={tell} />}
        {told.kind === 'zone' && (
          <Select
            name="zone"
            label={t('dates.zone')}
            hint={null}
            error={null}
            value={String(told.zone)}
            options={zones.map((zone) => ({ value: String(zone), label: offsetText(zone) }))}
            onChange={({ target }) => tell({ zone: Number(target.value) })}
          />
        )}
        <ChangePreview {...{ circleId, keepIds }} change={isReady ? change : undefined} />
        <div className="flex justify-end">
          <Button type="submit" pending={apply.isPending} disabled={!isReady}>
            {t('dates.apply')}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}

const units = ['days', 'hours', 'minutes'] as const

function ShiftFields({ told, onTell }: { told: ToldChange; onTell: (some: Partial<ToldChange>) => void }) {
  const { t } = useTranslation()
  return (
    <>
      <SegmentedControl
        label={t('dates.direction')}
        value={told.direction}
        options={(['later', 'earlier'] as const).map((value) => ({ value, label: t(`dates.${value}`) }))}
        onChange={(direction) => onTell({ direction })}
      />
      <div className="grid grid-cols-3 gap-3">
        {units.map((unit) => (
          <TextField
            key={unit}
            name={unit}
            label={t(`dates.${unit}`)}
            hint={null}
            error={null}
            value={told[unit]}
            inputMode="numeric"
            autoComplete="off"
            maxLength={5}
            onChange={({ target }) => onTell({ [unit]: target.value })}
          />
        ))}
      </div>
    </>
  )
}
