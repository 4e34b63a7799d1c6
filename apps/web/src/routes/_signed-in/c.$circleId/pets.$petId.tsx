import { createFileRoute } from '@tanstack/react-router'
import { PetPage } from '../../../features/pets/pet-page.tsx'
import { loadTexts } from '../../../lib/i18n/i18n.ts'
import { trpc } from '../../../lib/trpc.ts'

export const Route = createFileRoute('/_signed-in/c/$circleId/pets/$petId')({
  beforeLoad: () => loadTexts('family'),
  loader: ({ context: { api }, params }) => api.circles.pets.get.ensureData(params),
  component: Pet,
})

function Pet() {
  const { circleId, petId } = Route.useParams()
  const [circle] = trpc.circles.get.useSuspenseQuery({ circleId })
  const [pet] = trpc.circles.pets.get.useSuspenseQuery({ circleId, petId })
  return <PetPage circle={circle} pet={pet} />
}
