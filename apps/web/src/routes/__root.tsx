import { createRootRouteWithContext, Outlet } from '@tanstack/react-router'
import { FocusOnNavigation } from '../components/focus-on-navigation.tsx'
import { OfflineBanner } from '../components/offline-banner.tsx'
import { PendingBar } from '../components/pending-bar.tsx'
import { SkipLink } from '../components/skip-link.tsx'
import { ToastRegion } from '../components/toast-region.tsx'
import type { RouterContext } from '../router.tsx'

export const Route = createRootRouteWithContext<RouterContext>()({ component: Root })

function Root() {
  return (
    <>
      <SkipLink />
      <PendingBar />
      <OfflineBanner />
      <Outlet />
      <ToastRegion />
      <FocusOnNavigation />
    </>
  )
}
