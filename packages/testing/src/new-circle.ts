import type { CirclePermission, MemberRole } from '@kinkeep/contracts/roles'
import { type CircleScope, requireCircle } from '@kinkeep/core/circles/access'
import { createCircle } from '@kinkeep/core/circles/create-circle'
import { removeMember } from '@kinkeep/core/circles/remove-member'
import type { Deps } from '@kinkeep/core/platform/deps'
import { newUser, type TestUser } from './new-user.ts'

export interface TestCircle {
  id: string
  owner: TestUser
}

/** A circle, and its owner unless somebody is given. */
export async function newCircle(
  deps: Deps,
  overrides: { owner?: TestUser; name?: string } = {},
): Promise<TestCircle> {
  const owner = overrides.owner ?? (await newUser(deps))
  const { id } = await createCircle(deps, owner.scope, { name: overrides.name ?? 'Home' })
  return { id, owner }
}

/** Somebody in a circle, new unless given. The owner is made by `newCircle`. */
export async function newMember(
  deps: Deps,
  circle: TestCircle,
  role: Exclude<MemberRole, 'owner'>,
  user?: TestUser,
): Promise<TestUser> {
  const member = user ?? (await newUser(deps, { name: `A ${role}` }))
  await deps.transaction(async (tx) => {
    await tx
      .insertInto('memberships')
      .values({ circleId: circle.id, userId: member.id, role, joinedAt: deps.clock.now() })
      .execute()
    await tx
      .updateTable('circles')
      .set((set) => ({ memberCount: set('memberCount', '+', 1) }))
      .where('id', '=', circle.id)
      .execute()
  })
  return member
}

/** Somebody who was in a circle and is not any more. */
export async function newRemovedMember(deps: Deps, circle: TestCircle): Promise<TestUser> {
  const member = await newMember(deps, circle, 'admin')
  const scope = await scopeIn(deps, circle, circle.owner, 'member.remove')
  await removeMember(deps, scope, { circleId: circle.id, userId: member.id })
  return member
}

/** The proof that somebody may do this in a circle, through the front door; rejects as it does. */
export async function scopeIn<Permission extends CirclePermission>(
  deps: Pick<Deps, 'db'>,
  circle: { id: string },
  user: TestUser,
  permission: Permission,
): Promise<CircleScope<Permission>> {
  const { scope } = await requireCircle(deps, user.caller, circle.id, permission)
  return scope
}
