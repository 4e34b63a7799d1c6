import { createFileRoute, Outlet, redirect, useParams, useRouter } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { AppShell } from '../components/app-shell.tsx'
import { ShellSkeleton } from '../components/shell-skeleton.tsx'
import { signOut } from '../features/accounts/sign-out.ts'
import { allCircles } from '../features/circles/all-circles.ts'
import { ProofGate } from '../features/security/proof-gate.tsx'
import { changeLanguage } from '../lib/i18n/i18n.ts'
import { readLastCircle } from '../lib/last-circle.ts'
import { trpc } from '../lib/trpc.ts'

// Nothing is on its way in the first moment: out of the first bundle.
const UploadTray = lazy(() =>
  import('../features/uploads/upload-tray.tsx').then(({ UploadTray }) => ({ default: UploadTray })),
)

const DeletionBanner = lazy(() =>
  import('../features/account-data/deletion-banner.tsx').then(({ DeletionBanner }) => ({
    default: DeletionBanner,
  })),
)

export const Route = createFileRoute('/_signed-in')({
  beforeLoad: async ({ context, location }) => {
    const me = await context.api.users.me.ensureData()
    if (!me)
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { redirect: location.href } })
    await changeLanguage(me.language)
    return { me }
  },
  loader: ({ context }) => context.api.circles.list.ensureData(allCircles),
  staticData: { setOut: (api) => void api.circles.list.prefetch(allCircles) },
  pendingComponent: ShellSkeleton,
  component: SignedIn,
})

function SignedIn() {
  const { me } = Route.useRouteContext()
  const router = useRouter()
  const { circleId } = useParams({ strict: false })
  const [circles] = trpc.circles.list.useSuspenseQuery(allCircles)
  const wanted = circleId ?? readLastCircle()
  const circle = circles.items.find(({ id }) => id === wanted) ?? circles.items[0]

  return (
    <AppShell
      me={me}
      circles={circles.items}
      circle={circle}
      onSignOut={() => void signOut(router)}
      tray={
        <>
          <Suspense>
            <UploadTray userId={me.id} />
          </Suspense>
          <ProofGate />
        </>
      }
    >
      {me.deletionDueAt !== null && (
        <Suspense>
          <DeletionBanner dueAt={me.deletionDueAt} />
        </Suspense>
      )}
      <Outlet />
    </AppShell>
  )
}
