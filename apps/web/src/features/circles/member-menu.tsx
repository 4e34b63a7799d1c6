import type { CircleView, MemberView } from '@kinkeep/contracts/circles'
import { findMemberHindrance, findRoleHindrances, type MemberAct } from '@kinkeep/contracts/hindrances'
import { invitableRoles, type MemberRole } from '@kinkeep/contracts/roles'
import { IconButton } from '@kinkeep/ui/icon-button'
import { Menu, MenuChoices, MenuItem, MenuNote, MenuSeparator } from '@kinkeep/ui/menu'
import { Crown, EllipsisVertical, UserRoundMinus } from 'lucide-react'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { hindranceText } from './hindrance-text.ts'

export interface MemberMenuProps {
  circle: CircleView
  member: MemberView
  onRemove: () => void
  onHandOver: () => void
}

/** What may be done about a member, and why not, by the table that the server goes by. */
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
  const actOn = (act: MemberAct) =>
    hindranceText(findMemberHindrance(act, mine, { role: member.role, isSelf: false }), t)
  const fixed = actOn('member.setRole')
  const handingOver = actOn('circle.handOver')
  const removing = actOn('member.remove')
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
      {fixed && <MenuNote>{fixed}</MenuNote>}
      <MenuChoices<MemberRole>
        label={t('accountData.circle.role')}
        value={member.role}
        options={findRoleHindrances(mine).map(({ role, hindrance }) => ({
          value: role,
          label: t(`roles.${role}`),
          hint: t(`roles.${role}Hint`),
          // Where no role can be given, the note above has said why, once.
          hindrance: fixed === null ? hindranceText(hindrance, t) : null,
          isOff: fixed !== null || hindrance !== null,
        }))}
        onChange={(role) => {
          const given = invitableRoles.find((one) => one === role)
          if (given) setRole.mutate({ circleId, userId: member.userId, role: given })
        }}
      />
      <MenuSeparator />
      <MenuItem icon={<Crown size={20} aria-hidden="true" />} hindrance={handingOver} onSelect={onHandOver}>
        {t('accountData.circle.handOver')}
      </MenuItem>
      <MenuItem
        tone="danger"
        icon={<UserRoundMinus size={20} aria-hidden="true" />}
        hindrance={removing}
        onSelect={onRemove}
      >
        {t('circle.remove', { name: member.name })}
      </MenuItem>
    </Menu>
  )
}
