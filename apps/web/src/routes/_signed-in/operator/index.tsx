import { createFileRoute } from '@tanstack/react-router'
import { PeoplePage } from '../../../features/operators/people-page.tsx'

export const Route = createFileRoute('/_signed-in/operator/')({
  validateSearch: ({ search }: Record<string, unknown>): { search?: string } =>
    typeof search === 'string' ? { search } : {},
  component: People,
})

function People() {
  return <PeoplePage search={Route.useSearch().search} />
}
