import { auditActions } from '@kinkeep/contracts/audit-actions'
import { Button } from '@kinkeep/ui/button'
import { Form } from '@kinkeep/ui/form'
import { Select } from '@kinkeep/ui/select'
import { TextField } from '@kinkeep/ui/text-field'
import { Link, useNavigate } from '@tanstack/react-router'
import { textOf } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { actionText } from './action-text.ts'
import { type AuditSearch, readAuditSearch } from './audit-search.ts'

/** Which entries to show; the address keeps it. */
export function AuditFilters({ search }: { search: AuditSearch }) {
  const { t, language } = useTranslation()
  const navigate = useNavigate()
  const submit = (data: FormData) => {
    const names = ['actor', 'circle', 'action', 'from', 'to'] as const
    const asked = Object.fromEntries(names.map((name) => [name, textOf(data, name)]))
    void navigate({ to: '/operator/audit', search: readAuditSearch(asked) })
  }
  const actions = auditActions
    .map((value) => ({ value, label: actionText(value, t) }))
    .toSorted((a, b) => a.label.localeCompare(b.label, language))
  const plain = { hint: null, error: null, autoComplete: 'off', spellCheck: false } as const
  return (
    <Form label={t('operator.audit.filters')} error={null} pending={false} onSubmit={submit}>
      <div className="grid gap-5 sm:grid-cols-2">
        <Select
          name="action"
          label={t('operator.audit.action')}
          hint={null}
          error={null}
          defaultValue={search.action ?? ''}
          options={[{ value: '', label: t('operator.audit.any') }, ...actions]}
        />
        <TextField name="actor" label={t('operator.audit.actor')} defaultValue={search.actor} {...plain} />
        <TextField name="circle" label={t('operator.audit.circle')} defaultValue={search.circle} {...plain} />
        <div className="grid grid-cols-2 gap-4">
          <TextField
            name="from"
            type="date"
            label={t('operator.audit.from')}
            defaultValue={search.from}
            {...plain}
          />
          <TextField
            name="to"
            type="date"
            label={t('operator.audit.to')}
            defaultValue={search.to}
            {...plain}
          />
        </div>
      </div>
      <div className="flex flex-wrap gap-3">
        <Button type="submit" tone="secondary">
          {t('operator.audit.apply')}
        </Button>
        <Button asChild tone="quiet">
          <Link to="/operator/audit">{t('operator.audit.reset')}</Link>
        </Button>
      </div>
    </Form>
  )
}
