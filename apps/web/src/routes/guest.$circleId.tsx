import { createFileRoute, redirect } from '@tanstack/react-router'
import { GuestPage } from '../features/guests/guest-page.tsx'
import { loadTexts } from '../lib/i18n/i18n.ts'
import { readError } from '../lib/read-error.ts'

export const Route = createFileRoute('/guest/$circleId')({
  beforeLoad: () => loadTexts('family'),
  loader: async ({ context: { api }, params: { circleId } }) => {
    const home = await api.circles.guestLinks.home.fetch({ circleId }).catch((error: unknown) => {
      // That the way in has ended is something for the page to say kindly.
      if (['NOT_SIGNED_IN', 'NOT_FOUND', 'INVALID_INPUT'].includes(readError(error).reason)) return undefined
      throw error
    })
    if (home && home.guest === null)
      throw redirect({ to: '/c/$circleId', params: { circleId }, replace: true })
  },
  component: Guest,
})

function Guest() {
  const { circleId } = Route.useParams()
  return <GuestPage circleId={circleId} />
}
