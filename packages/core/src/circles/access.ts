import { type CirclePermission, can, type MemberRole } from '@kinkeep/contracts/roles'
import {
  assertFresh,
  authenticateBy,
  type Caller,
  type SignedInUser,
  selectSession,
  type UserScope,
} from '../accounts/access.ts'
import type { Actor } from '../platform/audit.ts'
import { compiledStatement } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError, notFound } from '../platform/errors.ts'

/** Proof that a member of this circle may do this. Only this file makes one. */
class CircleProof<Permission extends CirclePermission = CirclePermission> {
  readonly #circleId: string
  readonly permission: Permission
  readonly role: MemberRole
  readonly guestLinkId = null
  readonly user: SignedInUser
  readonly sessionId: string
  readonly actor: Actor

  constructor(circleId: string, permission: Permission, role: MemberRole, user: UserScope) {
    this.#circleId = circleId
    this.permission = permission
    this.role = role
    this.user = user.user
    this.sessionId = user.sessionId
    this.actor = user.actor
  }

  get userId(): string {
    return this.user.id
  }

  get circleId(): string {
    return this.#circleId
  }
}

export type { CircleProof as CircleScope }

/** The same, of somebody who showed within the last minutes that it is them. Only this file makes one. */
class FreshCircleProof<
  Permission extends CirclePermission = CirclePermission,
> extends CircleProof<Permission> {
  readonly #isFresh = true

  get isFresh(): boolean {
    return this.#isFresh
  }
}

export type { FreshCircleProof as FreshCircleScope }

const readMembership = compiledStatement<{ tokenHash: Buffer; circleId: string }>()((db, parameter) =>
  selectSession(db, parameter('tokenHash'))
    .leftJoin('memberships', (join) =>
      join
        .onRef('memberships.userId', '=', 'sessions.userId')
        .on('memberships.circleId', '=', parameter('circleId')),
    )
    // A circle that waits to be deleted is nowhere, not even for its owner, who can only take it back.
    .leftJoin('circles', (join) =>
      join.onRef('circles.id', '=', 'memberships.circleId').on('circles.deletionDueAt', 'is', null),
    )
    .select(['memberships.role', 'circles.id as openCircleId']),
)

/**
 * Proves session, membership and permission in one statement. A stranger's circle, a deleted one and none at all
 * are all NOT_FOUND; a member whose role does not reach gets ROLE_TOO_LOW; nobody signed in, NOT_SIGNED_IN.
 */
export async function requireCircle<Permission extends CirclePermission>(
  deps: Pick<Deps, 'db'>,
  caller: Caller,
  circleId: string,
  permission: Permission,
): Promise<{ scope: CircleProof<Permission> }> {
  const { role, session } = await readRole(deps, caller, circleId, permission)
  return { scope: new CircleProof(circleId, permission, role, session.scope) }
}

/** The same for what cannot be taken back easily. Throws REAUTHENTICATION_REQUIRED as well, after the others. */
export async function requireFreshCircle<Permission extends CirclePermission>(
  deps: Pick<Deps, 'db' | 'clock'>,
  caller: Caller,
  circleId: string,
  permission: Permission,
): Promise<{ scope: FreshCircleProof<Permission> }> {
  const { role, session } = await readRole(deps, caller, circleId, permission)
  assertFresh(deps.clock, session.row)
  return { scope: new FreshCircleProof(circleId, permission, role, session.scope) }
}

async function readRole(
  deps: Pick<Deps, 'db'>,
  caller: Caller,
  circleId: string,
  permission: CirclePermission,
) {
  const session = await authenticateBy(
    deps,
    caller,
    async (tokenHash) => (await readMembership(deps.db, { tokenHash, circleId }))[0],
  )
  if (!session) throw new DomainError('NOT_SIGNED_IN')
  const { role, openCircleId } = session.row
  if (!role || !openCircleId) throw notFound()
  if (!can(role, permission)) throw new DomainError('ROLE_TOO_LOW')
  return { role, session }
}
