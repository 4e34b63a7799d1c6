import { FocusOnNavigation } from './focus-on-navigation.tsx'
import { OfflineBanner } from './offline-banner.tsx'
import { PendingBar } from './pending-bar.tsx'
import { ToastRegion } from './toast-region.tsx'

/** What every page has around it and none needs in order to be seen: fetched right after the first bytes. */
export function Surroundings() {
  return (
    <>
      <PendingBar />
      <OfflineBanner />
      <ToastRegion />
      <FocusOnNavigation />
    </>
  )
}
