import type { UserView } from '@kinkeep/contracts/accounts'
import { Avatar } from '@kinkeep/ui/avatar'
import { Menu, MenuChoices, MenuItem, MenuSeparator } from '@kinkeep/ui/menu'
import { VisuallyHidden } from '@kinkeep/ui/visually-hidden'
import { Link } from '@tanstack/react-router'
import { LogOut, UserRound } from 'lucide-react'
import { useState } from 'react'
import { avatarUrl } from '../lib/avatar-url.ts'
import { useTranslation } from '../lib/i18n/use-translation.ts'
import { applyTheme, readTheme, themes } from '../lib/theme.ts'

export function UserMenu({ me, onSignOut }: { me: UserView; onSignOut: () => void }) {
  const { t } = useTranslation()
  const [theme, setTheme] = useState(readTheme)
  return (
    <Menu
      side="top"
      trigger={
        <button
          type="button"
          className="flex min-h-12 w-full min-w-0 items-center gap-3 rounded-md px-2 text-left transition-colors hover:bg-sunk data-[state=open]:bg-sunk"
        >
          <Avatar name={me.name} seed={me.id} src={avatarUrl(me.id, me.avatarId)} />
          <span className="min-w-0">
            <VisuallyHidden>{t('shell.account')} </VisuallyHidden>
            <span className="block truncate font-medium text-sm">{me.name}</span>
            <span className="block truncate text-muted text-xs">{me.email}</span>
          </span>
        </button>
      }
    >
      <MenuItem asChild>
        <Link to="/settings">
          <UserRound size={20} aria-hidden="true" />
          {t('shell.profile')}
        </Link>
      </MenuItem>
      <MenuSeparator />
      <MenuChoices
        label={t('profile.theme')}
        value={theme}
        options={themes.map((value) => ({ value, label: t(`themes.${value}`) }))}
        onChange={(value) => {
          applyTheme(value)
          setTheme(value)
        }}
      />
      <MenuSeparator />
      <MenuItem icon={<LogOut size={20} aria-hidden="true" />} onSelect={onSignOut}>
        {t('shell.signOut')}
      </MenuItem>
    </Menu>
  )
}
