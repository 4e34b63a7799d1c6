import { createRootRouteWithContext, Outlet } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { SkipLink } from '../components/skip-link.tsx'
import type { RouterContext } from '../router.tsx'

const Surroundings = lazy(() =>
  import('../components/surroundings.tsx').then(({ Surroundings }) => ({ default: Surroundings })),
)

export const Route = createRootRouteWithContext<RouterContext>()({ component: Root })

function Root() {
  return (
    <>
      <SkipLink />
      <Outlet />
      <Suspense>
        <Surroundings />
      </Suspense>
    </>
  )
}
