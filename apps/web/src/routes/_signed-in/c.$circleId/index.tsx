import { createFileRoute } from '@tanstack/react-router'

export const Route = createFileRoute('/_signed-in/c/$circleId/')({
  // The shell's "Add" comes here with `add`: the composer opens.
  validateSearch: (search): { add?: true } => (search.add === true ? { add: true } : {}),
  component: Timeline,
})

function Timeline() {
  return <main id="main" tabIndex={-1} />
}
