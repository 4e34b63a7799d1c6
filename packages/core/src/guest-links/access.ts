import type { GuestPermission } from '@kinkeep/contracts/roles'
import type { Caller } from '../accounts/access.ts'
import { type CircleScope, requireCircle } from '../circles/access.ts'
import type { Actor } from '../platform/audit.ts'
import { addSeconds } from '../platform/clock.ts'
import { compiledStatement } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { hashToken } from '../platform/token-hash.ts'
import { sessionEndAfter, visitSeconds } from './rules.ts'

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
    .select([
      'guestLinks.id as guestLinkId',
      'guestLinks.name',
      'guestLinks.mayDownload',
      'guestLinks.seenAt',
    ])
    .select(['users.timeZone', 'guestSessions.expiresAt']),
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
  { guestToken, isProgram, onGuestProlonged }: Caller,
  circleId: string,
): Promise<Guest | undefined> {
  if (!guestToken || isProgram) return undefined
  const now = deps.clock.now()
  const tokenHash = hashToken(guestToken)
  const [row] = await readGuest(deps.db, { tokenHash, circleId, now })
  if (!row) return undefined
  const { guestLinkId, name, mayDownload, timeZone, seenAt, expiresAt } = row
  if (!seenAt || seenAt <= addSeconds(now, -visitSeconds))
    await noteVisit(deps.db, { circleId, guestLinkId, now })
  if (expiresAt <= addSeconds(sessionEndAfter(now), -visitSeconds)) {
    await prolong(deps.db, { tokenHash, circleId, expiresAt: sessionEndAfter(now) })
    onGuestProlonged?.(guestToken)
  }
  return { guestLinkId, name, mayDownload, timeZone: timeZone ?? 'UTC' }
}

/** For the admins' list, which shows it to the hour. */
async function noteVisit(
  db: Deps['db'],
  { circleId, guestLinkId, now }: { circleId: string; guestLinkId: string; now: Date },
): Promise<void> {
  await db
    .updateTable('guestLinks')
    .set({ seenAt: now })
    .where('circleId', '=', circleId)
    .where('id', '=', guestLinkId)
    .execute()
}

async function prolong(
  db: Deps['db'],
  { tokenHash, circleId, expiresAt }: { tokenHash: Buffer; circleId: string; expiresAt: Date },
): Promise<void> {
  await db
    .updateTable('guestSessions')
    .set({ expiresAt })
    .where('tokenHash', '=', tokenHash)
    .where('circleId', '=', circleId)
    .execute()
}
