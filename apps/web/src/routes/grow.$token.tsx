import type { UpgradePreview } from '@kinkeep/contracts/upgrades'
import { createFileRoute } from '@tanstack/react-router'
import { GrowEnded } from '../features/upgrades/grow-ended.tsx'
import { GrowPage } from '../features/upgrades/grow-page.tsx'
import { loadTexts } from '../lib/i18n/i18n.ts'
import { readError } from '../lib/read-error.ts'

export const Route = createFileRoute('/grow/$token')({
  beforeLoad: () => loadTexts('family'),
  loader: async ({ context: { api, client }, params: { token } }) => {
    const [me, read] = await Promise.all([
      api.users.me.ensureData(),
      // Asked each time: who is signed in decides what comes next.
      readPreview(client.circles.children.previewUpgrade.mutate({ token })),
    ])
    return { me, ...read }
  },
  component: Grow,
})

function Grow() {
  const { token } = Route.useParams()
  const { me, preview, refusal } = Route.useLoaderData()
  return preview ? (
    <GrowPage token={token} preview={preview} me={me} />
  ) : (
    <GrowEnded refusal={refusal} me={me} />
  )
}

/** A link that does not work any more is an answer to show, and no accident. */
async function readPreview(reading: Promise<UpgradePreview>) {
  try {
    return { preview: await reading, refusal: null }
  } catch (error) {
    if (readError(error).reason === 'UNREACHABLE') throw error
    return { preview: null, refusal: error }
  }
}
