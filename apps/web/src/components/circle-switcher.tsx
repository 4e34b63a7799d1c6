import type { CircleView } from '@kinkeep/contracts/circles'
import { Menu, MenuItem, MenuSeparator } from '@kinkeep/ui/menu'
import { VisuallyHidden } from '@kinkeep/ui/visually-hidden'
import { Link } from '@tanstack/react-router'
import { Check, ChevronsUpDown, MailOpen, Plus } from 'lucide-react'
import { useTranslation } from '../lib/i18n/use-translation.ts'
import { CircleTile } from './circle-tile.tsx'
import { usePendingCount } from './use-pending-count.ts'

export interface CircleSwitcherProps {
  circles: readonly CircleView[]
  circle: CircleView
}

/** Which circle one is in, and the way to the others. The path holds the choice. */
export function CircleSwitcher({ circles, circle }: CircleSwitcherProps) {
  const { t } = useTranslation()
  const waiting = usePendingCount()
  return (
    <Menu
      trigger={
        <button
          type="button"
          className="flex min-h-12 w-full min-w-0 items-center gap-3 rounded-md px-2 text-left transition-colors hover:bg-sunk data-[state=open]:bg-sunk"
        >
          <CircleTile name={circle.name} seed={circle.id} />
          <span className="min-w-0 grow truncate font-semibold">
            <VisuallyHidden>{t('shell.switchCircle')} </VisuallyHidden>
            {circle.name}
          </span>
          {waiting > 0 && (
            <span className="grid size-6 shrink-0 place-items-center rounded-full bg-accent font-semibold text-accent-ink text-xs">
              <span aria-hidden="true">{waiting}</span>
              <VisuallyHidden>{t('invitation.openAll', { count: waiting })}</VisuallyHidden>
            </span>
          )}
          <ChevronsUpDown size={18} className="shrink-0 text-muted" aria-hidden="true" />
        </button>
      }
    >
      {circles.map(({ id, name }) => (
        <MenuItem key={id} asChild>
          <Link to="/c/$circleId" params={{ circleId: id }}>
            <CircleTile name={name} seed={id} />
            <span className="min-w-0 grow truncate">{name}</span>
            {id === circle.id && <Check size={18} className="shrink-0 text-accent" aria-hidden="true" />}
          </Link>
        </MenuItem>
      ))}
      <MenuSeparator />
      {waiting > 0 && (
        <MenuItem asChild>
          <Link to="/invitations">
            <span className="grid size-8 place-items-center">
              <MailOpen size={20} aria-hidden="true" />
            </span>
            {t('invitation.openAll', { count: waiting })}
          </Link>
        </MenuItem>
      )}
      <MenuItem asChild>
        <Link to="/circles/new">
          <span className="grid size-8 place-items-center">
            <Plus size={20} aria-hidden="true" />
          </span>
          {t('shell.newCircle')}
        </Link>
      </MenuItem>
    </Menu>
  )
}
