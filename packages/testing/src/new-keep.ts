import { createKeep as contract, type KeepView } from '@kinkeep/contracts/keeps'
import { createKeep } from '@kinkeep/core/keeps/create-keep'
import type { Deps } from '@kinkeep/core/platform/deps'
import type { z } from 'zod'
import { scopeIn } from './new-circle.ts'
import type { TestUser } from './new-user.ts'

type KeepInput = z.input<typeof contract.input>
/** A union's members each without the circle, which the factory knows. */
type WithoutCircle<Input> = Input extends unknown ? Omit<Input, 'circleId'> : never

/** A keep of somebody's, a note unless told otherwise, made as the API makes it. */
export async function newKeep(
  deps: Deps,
  circle: { id: string },
  author: TestUser,
  keep: Partial<Extract<WithoutCircle<KeepInput>, { kind: 'note' }>> | WithoutCircle<KeepInput> = {},
): Promise<KeepView> {
  const scope = await scopeIn(deps, circle, author, 'keep.create')
  const input = contract.input.parse({ kind: 'note', body: 'A quiet day.', ...keep, circleId: circle.id })
  return createKeep(deps, scope, input)
}
