import type { OperatorRole } from '@kinkeep/contracts/roles'
import { requireFreshOperator } from '@kinkeep/core/operators/access'
import type { Deps } from '@kinkeep/core/platform/deps'
import { newUser } from './new-user.ts'

/** Somebody with a platform role, a second factor and a session that is fresh. */
export async function newOperator<Role extends OperatorRole>(deps: Deps, role: Role) {
  const user = await newUser(deps, { name: 'Olga' })
  await deps.db.updateTable('users').set({ role }).where('id', '=', user.id).execute()
  const now = deps.clock.now()
  await deps.db
    .insertInto('secondFactors')
    .values({ id: deps.random.id(), userId: user.id, kind: 'email', createdAt: now, confirmedAt: now })
    .execute()
  const { scope } = await requireFreshOperator(deps, user.caller, role)
  return { ...user, scope }
}
