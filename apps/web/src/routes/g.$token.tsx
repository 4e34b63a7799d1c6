import type { GuestLinkPreview } from '@kinkeep/contracts/guest-links'
import { createFileRoute, redirect } from '@tanstack/react-router'
import { GuestEnded } from '../features/guests/guest-ended.tsx'
import { GuestEntrance } from '../features/guests/guest-entrance.tsx'
import { loadTexts } from '../lib/i18n/i18n.ts'
import { readError } from '../lib/read-error.ts'

export const Route = createFileRoute('/g/$token')({
  beforeLoad: () => loadTexts('family'),
  loader: async ({ context: { client }, params: { token } }) => {
    const preview = await readPreview(client.circles.guestLinks.preview.mutate({ token }))
    if (preview?.already?.as === 'guest') {
      const { circleId } = preview.already
      throw redirect({ to: '/guest/$circleId', params: { circleId }, replace: true })
    }
    return preview
  },
  component: Entrance,
})

function Entrance() {
  const { token } = Route.useParams()
  const preview = Route.useLoaderData()
  return preview ? <GuestEntrance token={token} preview={preview} /> : <GuestEnded why="ended" />
}

/** A link that does not work any more is an answer to show, and no accident. */
async function readPreview(reading: Promise<GuestLinkPreview>): Promise<GuestLinkPreview | null> {
  try {
    return await reading
  } catch (error) {
    if (['LINK_INVALID', 'LINK_EXPIRED', 'INVALID_INPUT'].includes(readError(error).reason)) return null
    throw error
  }
}
