import { createFileRoute, Outlet } from '@tanstack/react-router'
import { NotFoundPage } from '../../../components/not-found-page.tsx'
import { loadTexts } from '../../../lib/i18n/i18n.ts'

export const Route = createFileRoute('/_signed-in/operator')({
  beforeLoad: () => loadTexts('account'),
  component: Operator,
})

/** To whoever is no operator the pages do not exist, as the procedures behind them do not. */
function Operator() {
  const { me } = Route.useRouteContext()
  return me.role === 'user' ? <NotFoundPage /> : <Outlet />
}
