import { createPet as contract, type PetView } from '@kinkeep/contracts/pets'
import { createPet } from '@kinkeep/core/pets/create-pet'
import type { Deps } from '@kinkeep/core/platform/deps'
import type { z } from 'zod'
import { scopeIn } from './new-circle.ts'
import type { TestUser } from './new-user.ts'

/** A pet of a circle that somebody adds as the API does, a cat unless told otherwise. */
export async function newPet(
  deps: Deps,
  circle: { id: string },
  author: TestUser,
  pet: Partial<Omit<z.input<typeof contract.input>, 'circleId'>> = {},
): Promise<PetView> {
  const scope = await scopeIn(deps, circle, author, 'pet.create')
  return createPet(
    deps,
    scope,
    contract.input.parse({ name: 'Muska', kind: 'cat', ...pet, circleId: circle.id }),
  )
}
