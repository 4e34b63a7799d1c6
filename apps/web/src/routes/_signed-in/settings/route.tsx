import { createFileRoute, Outlet } from '@tanstack/react-router'
import { loadTexts } from '../../../lib/i18n/i18n.ts'

export const Route = createFileRoute('/_signed-in/settings')({
  beforeLoad: () => loadTexts('account'),
  component: Outlet,
})
