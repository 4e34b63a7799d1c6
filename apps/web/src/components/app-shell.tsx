import type { UserView } from '@kinkeep/contracts/accounts'
import type { CircleView } from '@kinkeep/contracts/circles'
import { NameMark } from '@kinkeep/ui/name-mark'
import type { ReactNode } from 'react'
import { useTranslation } from '../lib/i18n/use-translation.ts'
import { useIsWide } from '../lib/use-is-wide.ts'
import { BottomBar } from './bottom-bar.tsx'
import { CircleSwitcher } from './circle-switcher.tsx'
import { SideBar } from './side-bar.tsx'

export interface AppShellProps {
  me: UserView
  circles: readonly CircleView[]
  /** The circle that is open, or was open last; undefined before the first one exists. */
  circle: CircleView | undefined
  onSignOut: () => void
  /** The page, with its own `main`. */
  children: ReactNode
  /** What floats above every page, for example uploads under way. */
  tray?: ReactNode
}

/** What stands around every page of a signed-in person: a side bar on a desk, bars above and below on a phone. */
export function AppShell({ me, circles, circle, onSignOut, children, tray }: AppShellProps) {
  const { t } = useTranslation()
  const isWide = useIsWide()
  return (
    <div className="flex min-h-dvh">
      {isWide && <SideBar me={me} circles={circles} circle={circle} onSignOut={onSignOut} />}
      <div className="flex min-w-0 grow flex-col pb-[calc(3.5rem+env(safe-area-inset-bottom))] lg:pb-0">
        {!isWide && (
          <header className="sticky top-0 z-30 flex min-h-14 items-center border-line border-b bg-paper/95 px-2 backdrop-blur print:hidden">
            {circle ? (
              <CircleSwitcher circles={circles} circle={circle} />
            ) : (
              <span className="px-2">
                <NameMark variant="full" size={28} label={t('app.name')} />
              </span>
            )}
          </header>
        )}
        {children}
      </div>
      {!isWide && <BottomBar me={me} circle={circle} />}
      {tray}
    </div>
  )
}
