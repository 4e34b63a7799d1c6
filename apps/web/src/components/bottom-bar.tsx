import type { UserView } from '@kinkeep/contracts/accounts'
import type { CircleView } from '@kinkeep/contracts/circles'
import { can } from '@kinkeep/contracts/roles'
import { Avatar } from '@kinkeep/ui/avatar'
import { Link } from '@tanstack/react-router'
import { Images, Plus, Sparkles, UsersRound } from 'lucide-react'
import { avatarUrl } from '../lib/avatar-url.ts'
import { useTranslation } from '../lib/i18n/use-translation.ts'

const item =
  'flex min-h-14 flex-1 flex-col items-center justify-center gap-0.5 rounded-md font-medium text-muted text-xs data-[status=active]:text-accent'

export interface BottomBarProps {
  me: UserView
  circle: CircleView | undefined
}

/** Navigation on a phone, where the thumb is. */
export function BottomBar({ me, circle }: BottomBarProps) {
  const { t } = useTranslation()
  return (
    <nav
      aria-label={t('shell.navigation')}
      className="fixed inset-x-0 bottom-0 z-30 flex border-line border-t bg-surface/95 px-2 pb-[env(safe-area-inset-bottom)] backdrop-blur print:hidden"
    >
      {circle && (
        <Link
          to="/c/$circleId"
          params={{ circleId: circle.id }}
          activeOptions={{ exact: true, includeSearch: false }}
          className={item}
        >
          <Images size={24} aria-hidden="true" />
          {t('shell.timeline')}
        </Link>
      )}
      {circle && (
        <Link to="/c/$circleId/people" params={{ circleId: circle.id }} className={item}>
          <UsersRound size={24} aria-hidden="true" />
          {t('shell.people')}
        </Link>
      )}
      {circle && can(circle.role, 'keep.create') && (
        <Link
          to="/c/$circleId"
          params={{ circleId: circle.id }}
          search={{ add: true }}
          activeProps={{}}
          className="flex min-h-14 flex-1 items-center justify-center"
        >
          <span className="grid h-10 w-14 place-items-center rounded-full bg-accent text-accent-ink">
            <Plus size={26} aria-hidden="true" />
            <span className="sr-only">{t('shell.add')}</span>
          </span>
        </Link>
      )}
      {circle && (
        <Link to="/c/$circleId/activity" params={{ circleId: circle.id }} className={item}>
          <Sparkles size={24} aria-hidden="true" />
          {t('shell.activity')}
        </Link>
      )}
      <Link to="/settings" className={item}>
        <span className="-my-1">
          <Avatar name={me.name} seed={me.id} size="sm" src={avatarUrl(me.id, me.avatarId)} />
        </span>
        {t('shell.you')}
      </Link>
    </nav>
  )
}
