import type { RevokeGuestLink } from '@kinkeep/contracts/guest-links'
import type { CircleScope } from '../circles/access.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { notFound } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { endLinks } from './sql.ts'

/** Ends a link; whoever is in by it is out at once. Throws NotFound when there is none, or it was revoked before. */
export async function revokeGuestLink(
  deps: Pick<Deps, 'transaction'>,
  scope: CircleScope<'guestLink.revoke'>,
  { linkId }: RevokeGuestLink,
): Promise<void> {
  const { circleId } = scope
  await deps.transaction(async (tx) => {
    const [ended] = await endLinks(tx, circleId, { linkId })
    if (!ended) throw notFound()
    await audit(tx, scope.actor, { action: 'guestLink.revoked', circleId, subjectId: linkId })
    await publish(tx, circleId, { type: 'guestLink.changed' })
  })
}
