import type { InvitableRole } from '@kinkeep/contracts/roles'
import { Select } from '@kinkeep/ui/select'
import { useState } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'

export interface RoleSelectProps {
  roles: readonly InvitableRole[]
  error: string | null
}

/** As what somebody is invited. What the role means stands below in full: in the field a phone would cut it off. */
export function RoleSelect({ roles, error }: RoleSelectProps) {
  const { t } = useTranslation()
  const [role, setRole] = useState<InvitableRole>('member')
  return (
    <Select
      name="role"
      label={t('invite.role')}
      hint={t(`roles.${role}Hint`)}
      error={error}
      value={role}
      onChange={({ target }) => setRole(roles.find((one) => one === target.value) ?? 'member')}
      options={roles.map((value) => ({ value, label: t(`roles.${value}`) }))}
    />
  )
}
