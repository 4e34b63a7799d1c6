import { type ChildView, createChild as contract } from '@kinkeep/contracts/children'
import { createChild } from '@kinkeep/core/children/create-child'
import type { Deps } from '@kinkeep/core/platform/deps'
import type { z } from 'zod'
import { scopeIn } from './new-circle.ts'
import type { TestUser } from './new-user.ts'

/** A child of a circle that somebody adds as the API does, Mila of 2020 unless told otherwise. */
export async function newChild(
  deps: Deps,
  circle: { id: string },
  author: TestUser,
  child: Partial<Omit<z.input<typeof contract.input>, 'circleId'>> = {},
): Promise<ChildView> {
  const scope = await scopeIn(deps, circle, author, 'child.create')
  return createChild(
    deps,
    scope,
    contract.input.parse({ name: 'Mila', birthdate: '2020-05-17', ...child, circleId: circle.id }),
  )
}
