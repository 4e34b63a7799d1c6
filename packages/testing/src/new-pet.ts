import type { PetKind } from '@kinkeep/contracts/pet-kinds'
import type { Deps } from '@kinkeep/core/platform/deps'
import type { TestUser } from './new-user.ts'

/** A pet of a circle that somebody added, a cat unless told otherwise. */
export async function newPet(
  deps: Pick<Deps, 'db' | 'random' | 'clock'>,
  circle: { id: string },
  author: Pick<TestUser, 'id'>,
  pet: { name?: string; kind?: PetKind; birthdate?: string | null; diedOn?: string | null } = {},
): Promise<{ id: string; name: string }> {
  const now = deps.clock.now()
  const { name = 'Muska', kind = 'cat', birthdate = null, diedOn = null } = pet
  return deps.db
    .insertInto('pets')
    .values({
      circleId: circle.id,
      id: deps.random.id(),
      name,
      kind,
      birthdate,
      diedOn,
      createdBy: author.id,
      createdAt: now,
      updatedAt: now,
    })
    .returning(['id', 'name'])
    .executeTakeFirstOrThrow()
}
