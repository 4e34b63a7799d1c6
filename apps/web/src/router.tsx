import type { QueryClient } from '@tanstack/react-query'
import { createRouter, lazyRouteComponent } from '@tanstack/react-router'
import type { Api, ApiClient } from './lib/api.ts'
import { routeTree } from './routeTree.gen.ts'

/** What every loader and guard is given. */
export interface RouterContext {
  api: Api
  client: ApiClient
  queryClient: QueryClient
}

export function createAppRouter(context: RouterContext) {
  return createRouter({
    routeTree,
    context,
    // The query cache decides what is fresh; the router only asks it.
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultPendingMs: 300,
    // Skeletons have the size of what follows: nobody needs to look at them for longer.
    defaultPendingMinMs: 0,
    scrollRestoration: true,
    defaultErrorComponent: lazyRouteComponent(() => import('./components/route-error.tsx'), 'RouteError'),
    defaultNotFoundComponent: lazyRouteComponent(
      () => import('./components/not-found-page.tsx'),
      'NotFoundPage',
    ),
  })
}

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** Asks for the page's data before it is known who is there, when the app starts on it. Failing, nothing is lost. */
    setOut?: (api: Api, params: { circleId?: string }) => void
  }
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
