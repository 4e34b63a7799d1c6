import type { OperatedPerson } from '@kinkeep/contracts/operators'
import { platformRoles } from '@kinkeep/contracts/roles'
import { Button } from '@kinkeep/ui/button'
import { Form } from '@kinkeep/ui/form'
import { Select } from '@kinkeep/ui/select'
import { errorText } from '../../lib/error-text.ts'
import { textOf } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'

/** What somebody may do on this Kinkeep as a whole; admins alone give roles. */
export function RoleForm({ person }: { person: OperatedPerson }) {
  const { t, language } = useTranslation()
  const cache = trpc.useUtils()
  const setRole = trpc.operator.users.setRole.useMutation({
    onSuccess: async (changed) => {
      cache.operator.users.get.setData({ userId: changed.id }, changed)
      showToast({ tone: 'done', text: t('operator.role.saved') })
      await cache.operator.users.list.invalidate()
    },
  })
  const submit = (data: FormData) => {
    const role = platformRoles.find((one) => one === textOf(data, 'role'))
    if (role) setRole.mutate({ userId: person.id, role })
  }
  return (
    <Form
      error={setRole.error && errorText(setRole.error, t, language)}
      pending={setRole.isPending}
      onSubmit={submit}
    >
      <Select
        name="role"
        label={t('operator.role.label')}
        hint={t('operator.role.hint')}
        error={null}
        defaultValue={person.role}
        options={platformRoles.map((value) => ({ value, label: t(`operator.roles.${value}`) }))}
      />
      <div>
        <Button type="submit" pending={setRole.isPending}>
          {t('operator.role.save')}
        </Button>
      </div>
    </Form>
  )
}
