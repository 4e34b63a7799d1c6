import type { CircleView, MemberView } from '@kinkeep/contracts/circles'
import { can, type InvitableRole, invitableRoles, outranks } from '@kinkeep/contracts/roles'
import { IconButton } from '@kinkeep/ui/icon-button'
import { Menu, MenuChoices, MenuItem, MenuNote, MenuSeparator } from '@kinkeep/ui/menu'
import { Crown, EllipsisVertical, UserRoundMinus } from 'lucide-react'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'

export interface MemberMenuProps {
  circle: CircleView
  member: MemberView
  onRemove: () => void
  onHandOver: () => void
}

/** What may be done about a member, by the table that the server goes by; for who stands too high, why nothing. */
export function MemberMenu({ circle, member, onRemove, onHandOver }: MemberMenuProps) {
  const { t, language } = useTranslation()
  const cache = trpc.useUtils()
  const { id: circleId, role: mine } = circle
  const setRole = trpc.circles.members.setRole.useMutation({
    onSuccess: async ({ name, role }) => {
      await cache.circles.members.list.invalidate({ circleId })
      showToast({ tone: 'done', text: t('accountData.circle.roleSet', { name, role: t(`roles.${role}`) }) })
    },
    onError: (error) => showToast({ tone: 'error', text: errorText(error, t, language) }),
  })
  const roles: readonly InvitableRole[] = invitableRoles.filter((role) => outranks(mine, role))
  const current = invitableRoles.find((role) => role === member.role)
  const stands = outranks(mine, member.role) && current !== undefined
  return (
    <Menu
      align="end"
      trigger={
        <IconButton
          label={t('accountData.circle.manage', { name: member.name })}
          icon={<EllipsisVertical size={20} aria-hidden="true" />}
        />
      }
    >
      {stands ? (
        <>
          <MenuChoices
            label={t('accountData.circle.role')}
            value={current}
            options={roles.map((value) => ({ value, label: t(`roles.${value}`) }))}
            onChange={(role) => setRole.mutate({ circleId, userId: member.userId, role })}
          />
          <MenuSeparator />
          {can(mine, 'circle.handOver') && (
            <MenuItem icon={<Crown size={20} aria-hidden="true" />} onSelect={onHandOver}>
              {t('accountData.circle.handOver')}
            </MenuItem>
          )}
          <MenuItem tone="danger" icon={<UserRoundMinus size={20} aria-hidden="true" />} onSelect={onRemove}>
            {t('circle.remove', { name: member.name })}
          </MenuItem>
        </>
      ) : (
        <MenuNote>
          {t(member.role === 'owner' ? 'accountData.circle.ownerAbove' : 'accountData.circle.adminBeside')}
        </MenuNote>
      )}
    </Menu>
  )
}
