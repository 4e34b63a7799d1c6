import '@kinkeep/ui/styles.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createApi, createApiClient } from './lib/api.ts'
import { currentTranslation, startTranslations } from './lib/i18n/i18n.ts'
import { createQueryClient } from './lib/query-client.ts'
import { showToast } from './lib/toasts.ts'
import { trpc } from './lib/trpc.ts'
import { createAppRouter } from './router.tsx'

const client = createApiClient()
const queryClient = createQueryClient(() => {
  // The session ended elsewhere: the guard of the open route sends the person to sign in, and back afterwards.
  if (!api.users.me.getData()) return
  api.users.me.setData(undefined, null)
  showToast({ tone: 'error', text: currentTranslation().t('errors.notSignedIn') })
  void router.invalidate()
})
const api = createApi(client, queryClient)
const router = createAppRouter({ api, client, queryClient })

// All that the first page needs sets out together: who is there, what they may want to see, the page's own code, the
// language and its letters.
void api.users.me.prefetch()
const [firstRoutes, firstParams] = router.getMatchedRoutes(router.latestLocation.pathname)
for (const route of firstRoutes) {
  void router.loadRouteChunk(route)
  route.options.staticData?.setOut?.(api, firstParams)
}
await startTranslations()

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <trpc.Provider client={client} queryClient={queryClient}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </trpc.Provider>
  </StrictMode>,
)
