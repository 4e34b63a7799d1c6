import type { GuestPermission } from '@kinkeep/contracts/roles'
import type { Caller } from '@kinkeep/core/accounts/access'
import { type GuestScope, requireReader } from '@kinkeep/core/guest-links/access'
import { addSeconds } from '@kinkeep/core/platform/clock'
import type { Deps } from '@kinkeep/core/platform/deps'
import { hashToken } from '@kinkeep/core/platform/token-hash'
import type { TestCircle } from './new-circle.ts'
import { newCaller } from './new-user.ts'

export interface TestGuest {
  linkId: string
  name: string
  /** With a browser that came in by the link. */
  caller: Caller & { guestToken: string }
}

/** A guest link of a circle, and a browser that came in by it. */
export async function newGuest(
  deps: Deps,
  circle: TestCircle,
  { name = 'Grandma Vera', mayDownload = false } = {},
): Promise<TestGuest> {
  const linkId = deps.random.id()
  const guestToken = deps.random.token()
  const now = deps.clock.now()
  await deps.transaction(async (tx) => {
    await tx
      .insertInto('guestLinks')
      .values({
        circleId: circle.id,
        id: linkId,
        name,
        tokenHash: hashToken(deps.random.token()),
        mayDownload,
        createdBy: circle.owner.id,
        createdAt: now,
      })
      .execute()
    await tx
      .insertInto('guestSessions')
      .values({
        tokenHash: hashToken(guestToken),
        circleId: circle.id,
        guestLinkId: linkId,
        createdAt: now,
        expiresAt: addSeconds(now, 60 * 60),
      })
      .execute()
  })
  return { linkId, name, caller: { ...newCaller(), guestToken } }
}

/** The proof that a guest may do this in a circle, through the front door; rejects as it does. */
export async function guestScopeIn<Permission extends GuestPermission>(
  deps: Pick<Deps, 'db' | 'clock'>,
  circle: { id: string },
  guest: TestGuest,
  permission: Permission,
): Promise<GuestScope<Permission>> {
  const { scope } = await requireReader(deps, guest.caller, circle.id, permission)
  if (scope.userId !== null) throw new Error('A guest has no account')
  return scope
}
