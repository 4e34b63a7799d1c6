import { createFileRoute, redirect } from '@tanstack/react-router'
import { MergePage } from '../features/identities/merge-page.tsx'
import { loadTexts } from '../lib/i18n/i18n.ts'

/** Where the second of two accounts comes to after signing in. */
export const Route = createFileRoute('/merge')({
  beforeLoad: async ({ context }) => {
    if (!(await context.api.users.me.ensureData())) {
      throw redirect({ to: '/sign-in', search: { redirect: '/merge' } })
    }
    await loadTexts('account')
  },
  component: MergePage,
})
