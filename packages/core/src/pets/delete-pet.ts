import type { OnePet } from '@kinkeep/contracts/pets'
import { sql } from 'kysely'
import type { CircleScope } from '../circles/access.ts'
import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { getPetForWrite } from './queries.ts'
import { mayDeletePet } from './rules.ts'

/**
 * Takes a pet's profile away, and its name from the keeps that show it, which stay. Owners and admins delete every
 * pet, members the ones they added. Throws NotFound, ROLE_TOO_LOW.
 */
export async function deletePet(
  deps: Pick<Deps, 'transaction'>,
  scope: CircleScope<'pet.delete'>,
  { petId }: OnePet,
): Promise<void> {
  const { circleId } = scope
  await deps.transaction(async (tx) => {
    await lockKeepsOf(tx, circleId, petId)
    const pet = await getPetForWrite(tx, scope, petId)
    if (!mayDeletePet(scope, pet)) throw new DomainError('ROLE_TOO_LOW')
    await tx.deleteFrom('pets').where('circleId', '=', circleId).where('id', '=', petId).execute()
    await sql`
      update keeps set pet_ids = array_remove(pet_ids, ${petId}::uuid)
      where circle_id = ${circleId} and pet_ids <> '{}' and pet_ids @> array[${petId}::uuid]
    `.execute(tx)
    await audit(tx, scope.actor, { action: 'pet.deleted', circleId, subjectId: petId })
    await publish(tx, circleId, { type: 'pet.changed', petId })
    await publish(tx, circleId, { type: 'keeps.changed' })
  })
}

/**
 * Keeps before the pet, as verbs that change a keep lock them. A keep that comes to show it meanwhile holds the pet, so
 * that it is there to be seen once the pet's row is had; it also counts in the circle, whose row is left alone here.
 */
async function lockKeepsOf(tx: Tx, circleId: string, petId: string): Promise<void> {
  await sql`
    select id from keeps
    where circle_id = ${circleId} and pet_ids <> '{}' and pet_ids @> array[${petId}::uuid]
    order by id for no key update
  `.execute(tx)
}
