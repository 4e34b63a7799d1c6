import { createFileRoute } from '@tanstack/react-router'
import { OutsideEntrance, type OutsideOpening } from '../features/shares/outside-entrance.tsx'
import { loadTexts } from '../lib/i18n/i18n.ts'
import { readError } from '../lib/read-error.ts'

export const Route = createFileRoute('/s/$token')({
  beforeLoad: () => loadTexts('memories'),
  loader: ({ context: { client }, params: { token } }): Promise<OutsideOpening> =>
    client.keeps.shared.open.mutate({ token }).catch((error: unknown) => {
      // What is in the way is something for the page to say kindly.
      const { reason } = readError(error)
      if (reason === 'SHARE_PASSWORD_REQUIRED') return { wants: 'password' }
      if (reason === 'LINK_EXPIRED') return { ended: reason }
      if (reason === 'LINK_INVALID' || reason === 'INVALID_INPUT') return { ended: 'LINK_INVALID' }
      throw error
    }),
  component: Shared,
})

function Shared() {
  const { token } = Route.useParams()
  return <OutsideEntrance token={token} opening={Route.useLoaderData()} />
}
