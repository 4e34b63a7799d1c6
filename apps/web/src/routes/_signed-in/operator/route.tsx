import { createFileRoute, notFound, Outlet } from '@tanstack/react-router'
import { loadTexts } from '../../../lib/i18n/i18n.ts'

export const Route = createFileRoute('/_signed-in/operator')({
  beforeLoad: ({ context: { me } }) => {
    if (me.role === 'user') throw notFound()
    return loadTexts('account')
  },
  component: Outlet,
})
