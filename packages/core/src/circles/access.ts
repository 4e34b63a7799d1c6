import { type CirclePermission, can, type MemberRole } from '@kinkeep/contracts/roles'
import {
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
  readonly user: SignedInUser
  readonly actor: Actor

  constructor(circleId: string, permission: Permission, role: MemberRole, user: UserScope) {
    this.#circleId = circleId
    this.permission = permission
    this.role = role
    this.user = user.user
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

const readMembership = compiledStatement<{ tokenHash: Buffer; circleId: string }>()((db, parameter) =>
  selectSession(db, parameter('tokenHash'))
    .leftJoin('memberships', (join) =>
      join
        .onRef('memberships.userId', '=', 'sessions.userId')
        .on('memberships.circleId', '=', parameter('circleId')),
    )
    .select('memberships.role'),
)

/**
 * Proves session, membership and permission in one statement. A stranger's circle and none at all are both
 * NOT_FOUND; a member whose role does not reach gets ROLE_TOO_LOW; nobody signed in, NOT_SIGNED_IN.
 */
export async function requireCircle<Permission extends CirclePermission>(
  deps: Pick<Deps, 'db'>,
  caller: Caller,
  circleId: string,
  permission: Permission,
): Promise<{ scope: CircleProof<Permission> }> {
  const session = await authenticateBy(
    deps,
    caller,
    async (tokenHash) => (await readMembership(deps.db, { tokenHash, circleId }))[0],
  )
  if (!session) throw new DomainError('NOT_SIGNED_IN')
  const { role } = session.row
  if (!role) throw notFound()
  if (!can(role, permission)) throw new DomainError('ROLE_TOO_LOW')
  return { scope: new CircleProof(circleId, permission, role, session.scope) }
}
