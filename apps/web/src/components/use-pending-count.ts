import { allPending } from '../lib/all-pending.ts'
import { trpc } from '../lib/trpc.ts'

/** Invitations that wait for this person; none while it is not known. */
export function usePendingCount(): number {
  const { data } = trpc.circles.invitations.pending.useQuery(allPending)
  return data?.items.length ?? 0
}
