import type { OperatorRole, PlatformRole } from '@kinkeep/contracts/roles'
import {
  assertFresh,
  authenticateBy,
  type Caller,
  selectSession,
  type UserScope,
} from '../accounts/access.ts'
import type { Actor } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import { hasRole } from './rules.ts'

/** Proof that somebody may operate this Kinkeep. It opens no circle. Only this file makes one. */
class OperatorProof<Role extends OperatorRole = OperatorRole> {
  readonly #user: UserScope
  /** What was asked for; an admin has both. */
  readonly asked: Role
  readonly role: PlatformRole
  readonly actor: Actor

  constructor(user: UserScope, asked: Role) {
    this.#user = user
    this.asked = asked
    this.role = user.user.role
    this.actor = user.actor
  }

  get userId(): string {
    return this.#user.userId
  }
}

export type { OperatorProof as OperatorScope }

/** The same, of somebody who showed within the last minutes that it is them. Only this file makes one. */
class FreshOperatorProof<Role extends OperatorRole = OperatorRole> extends OperatorProof<Role> {
  readonly #isFresh = true

  get isFresh(): boolean {
    return this.#isFresh
  }
}

export type { FreshOperatorProof as FreshOperatorScope }

/**
 * Proves an operator, or an admin. To everybody else, signed in or not, it is NOT_FOUND: what does not exist answers
 * the same. Throws SECOND_FACTOR_MISSING for an operator whose account a password alone would open.
 */
export async function requireOperator<Role extends OperatorRole>(
  deps: Pick<Deps, 'db'>,
  caller: Caller,
  role: Role,
): Promise<{ scope: OperatorProof<Role> }> {
  const { scope } = await readOperator(deps, caller, role)
  return { scope: new OperatorProof(scope, role) }
}

/** The same for what changes somebody's account. Throws REAUTHENTICATION_REQUIRED as well; a program is never fresh. */
export async function requireFreshOperator<Role extends OperatorRole>(
  deps: Pick<Deps, 'db' | 'clock'>,
  caller: Caller,
  role: Role,
): Promise<{ scope: FreshOperatorProof<Role> }> {
  const { scope, row } = await readOperator(deps, caller, role)
  assertFresh(deps.clock, row)
  return { scope: new FreshOperatorProof(scope, role) }
}

async function readOperator({ db }: Pick<Deps, 'db'>, caller: Caller, role: OperatorRole) {
  const found = await authenticateBy({ db }, caller, (tokenHash) =>
    selectSession(db, tokenHash)
      // A passkey beside a password is a way in, not a second step: that is asked for once a factor is set up.
      .select(({ exists, selectFrom }) =>
        exists(
          selectFrom('secondFactors')
            .select('secondFactors.id')
            .whereRef('secondFactors.userId', '=', 'users.id')
            .where('secondFactors.confirmedAt', 'is not', null),
        ).as('hasSecondFactor'),
      )
      .executeTakeFirst(),
  )
  if (!found || !hasRole(found.scope.user.role, role)) throw notFound()
  if (!found.row.hasSecondFactor) throw new DomainError('SECOND_FACTOR_MISSING')
  return found
}
