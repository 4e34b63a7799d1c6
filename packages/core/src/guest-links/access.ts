import type { GuestPermission } from '@kinkeep/contracts/roles'
import type { Caller } from '../accounts/access.ts'
import { type CircleScope, requireCircle } from '../circles/access.ts'
import type { Actor } from '../platform/audit.ts'
import { compiledStatement } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { hashToken } from '../platform/token-hash.ts'

interface Guest {
  guestLinkId: string
  name: string
  mayDownload: boolean
  timeZone: string
}

/** Proof that a browser came in by a guest link of this circle that still holds. Only this file makes one. */
class GuestProof<Permission extends GuestPermission = GuestPermission> {
  readonly #circleId: string
  readonly permission: Permission
  readonly role = 'guest'
  readonly userId = null
  readonly guest: Guest
  readonly actor: Actor

  constructor(circleId: string, permission: Permission, guest: Guest, actor: Actor) {
    this.#circleId = circleId
    this.permission = permission
    this.guest = guest
    this.actor = actor
  }

  get circleId(): string {
    return this.#circleId
  }

  get guestLinkId(): string {
    return this.guest.guestLinkId
  }
}

export type { GuestProof as GuestScope }

/** Somebody who may look into a circle: a member, or a guest. */
export type ReaderScope<Permission extends GuestPermission = GuestPermission> =
  | CircleScope<Permission>
  | GuestProof<Permission>

const readGuest = compiledStatement<{ tokenHash: Buffer; circleId: string; now: Date }>()((db, parameter) =>
  db
    .selectFrom('guestSessions')
    .innerJoin('guestLinks', (join) =>
      join
        .onRef('guestLinks.circleId', '=', 'guestSessions.circleId')
        .onRef('guestLinks.id', '=', 'guestSessions.guestLinkId'),
    )
    .innerJoin('circles', 'circles.id', 'guestLinks.circleId')
    .leftJoin('users', 'users.id', 'guestLinks.createdBy')
    .where('guestSessions.tokenHash', '=', parameter('tokenHash'))
    .where('guestSessions.circleId', '=', parameter('circleId'))
    .where('guestSessions.expiresAt', '>', parameter('now'))
    .where('guestLinks.revokedAt', 'is', null)
    .where((link) =>
      link.or([
        link('guestLinks.expiresAt', 'is', null),
        link('guestLinks.expiresAt', '>', parameter('now')),
      ]),
    )
    .where('circles.deletionDueAt', 'is', null)
    .select(['guestLinks.id as guestLinkId', 'guestLinks.name', 'guestLinks.mayDownload'])
    .select(['users.timeZone']),
)

/**
 * Proves a member of the circle, or else a guest of it. To everybody else it throws what `requireCircle` throws:
 * NOT_SIGNED_IN, NOT_FOUND, ROLE_TOO_LOW.
 */
export async function requireReader<Permission extends GuestPermission>(
  deps: Pick<Deps, 'db' | 'clock'>,
  caller: Caller,
  circleId: string,
  permission: Permission,
): Promise<{ scope: ReaderScope<Permission> }> {
  try {
    return await requireCircle(deps, caller, circleId, permission)
  } catch (error) {
    const isOutside = error instanceof DomainError && ['NOT_SIGNED_IN', 'NOT_FOUND'].includes(error.reason)
    const guest = isOutside ? await findGuest(deps, caller, circleId) : undefined
    if (!guest) throw error
    const actor = { userId: null, requestId: caller.requestId, address: caller.address }
    return { scope: new GuestProof(circleId, permission, guest, actor) }
  }
}

/** A program never comes as a guest: its request carries cookies that no Origin was asked for. */
async function findGuest(
  deps: Pick<Deps, 'db' | 'clock'>,
  { guestToken, isProgram }: Caller,
  circleId: string,
): Promise<Guest | undefined> {
  if (!guestToken || isProgram) return undefined
  const now = deps.clock.now()
  const [row] = await readGuest(deps.db, { tokenHash: hashToken(guestToken), circleId, now })
  return row && { ...row, timeZone: row.timeZone ?? 'UTC' }
}
