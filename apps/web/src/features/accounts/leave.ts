import type { RouterContext } from '../../router.tsx'
import { forgetLastCircle } from '../../lib/last-circle.ts'

/** Ends the session and drops all that was read in it. The caller navigates away first or right after. */
export async function leave({ client, queryClient }: RouterContext): Promise<void> {
  await client.auth.signOut.mutate()
  queryClient.clear()
  forgetLastCircle()
}
