import type { UserView } from '@kinkeep/contracts/accounts'
import type { CircleView } from '@kinkeep/contracts/circles'
import { can } from '@kinkeep/contracts/roles'
import { NameMark } from '@kinkeep/ui/name-mark'
import { Link } from '@tanstack/react-router'
import {
  BookImage,
  CalendarHeart,
  Images,
  Map as MapIcon,
  Plus,
  Settings,
  Sparkles,
  UsersRound,
} from 'lucide-react'
import { useTranslation } from '../lib/i18n/use-translation.ts'
import { CircleSwitcher } from './circle-switcher.tsx'
import { UserMenu } from './user-menu.tsx'

const item =
  'flex min-h-11 items-center gap-3 rounded-md px-3 font-medium text-muted text-sm transition-colors hover:bg-sunk hover:text-ink ' +
  'data-[status=active]:bg-accent-soft data-[status=active]:text-accent'

export interface SideBarProps {
  me: UserView
  circles: readonly CircleView[]
  circle: CircleView | undefined
  onSignOut: () => void
}

/** Navigation on a wide screen. */
export function SideBar({ me, circles, circle, onSignOut }: SideBarProps) {
  const { t } = useTranslation()
  return (
    <aside className="sticky top-0 flex h-dvh w-66 shrink-0 flex-col gap-5 border-line border-r px-4 py-5 print:hidden">
      <Link to="/" className="w-fit rounded-md px-2 py-1">
        <NameMark variant="full" size={32} label={t('app.name')} />
      </Link>
      {circle && <CircleSwitcher circles={circles} circle={circle} />}
      {circle && (
        <nav aria-label={t('shell.navigation')} className="flex flex-col gap-1">
          <Link
            to="/c/$circleId"
            params={{ circleId: circle.id }}
            activeOptions={{ exact: true, includeSearch: false }}
            className={item}
          >
            <Images size={21} aria-hidden="true" />
            {t('shell.timeline')}
          </Link>
          <Link
            to="/c/$circleId/albums"
            params={{ circleId: circle.id }}
            activeOptions={{ includeSearch: false }}
            className={item}
          >
            <BookImage size={21} aria-hidden="true" />
            {t('shell.albums')}
          </Link>
          <Link
            to="/c/$circleId/map"
            params={{ circleId: circle.id }}
            activeOptions={{ includeSearch: false }}
            className={item}
          >
            <MapIcon size={21} aria-hidden="true" />
            {t('shell.map')}
          </Link>
          <Link to="/c/$circleId/activity" params={{ circleId: circle.id }} className={item}>
            <Sparkles size={21} aria-hidden="true" />
            {t('shell.activity')}
          </Link>
          <Link to="/c/$circleId/people" params={{ circleId: circle.id }} className={item}>
            <UsersRound size={21} aria-hidden="true" />
            {t('shell.people')}
          </Link>
          <Link to="/c/$circleId/calendar" params={{ circleId: circle.id }} className={item}>
            <CalendarHeart size={21} aria-hidden="true" />
            {t('shell.calendar')}
          </Link>
          <Link to="/c/$circleId/settings" params={{ circleId: circle.id }} className={item}>
            <Settings size={21} aria-hidden="true" />
            {t('shell.circle')}
          </Link>
          {can(circle.role, 'keep.create') && (
            <Link
              to="/c/$circleId"
              params={{ circleId: circle.id }}
              search={{ add: true }}
              activeProps={{}}
              className="mt-3 flex min-h-11 items-center justify-center gap-2 rounded-full bg-accent px-5 font-semibold text-accent-ink text-sm transition-colors hover:bg-accent-strong"
            >
              <Plus size={20} aria-hidden="true" />
              {t('shell.add')}
            </Link>
          )}
        </nav>
      )}
      <div className="mt-auto">
        <UserMenu me={me} onSignOut={onSignOut} />
      </div>
    </aside>
  )
}
